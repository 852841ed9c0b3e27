"""Events out: the feed, subscriptions, delivery."""
