"""The catalogue of rules and the packs, for readers."""
