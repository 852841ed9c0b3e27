"""Events out: the feed, and its delivery to subscribers."""
