"""The sandbox's webhooks: the payloads of events, and their delivery."""
