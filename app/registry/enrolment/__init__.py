"""Enrolling a pair: two people, their pairing and their evidence, all or nothing."""
