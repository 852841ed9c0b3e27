"""What a pairing still lacks for a session: the decision about one that nobody books."""
