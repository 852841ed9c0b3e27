"""Webhooks out: subscriptions to the feed, and the delivery of its events to them."""
