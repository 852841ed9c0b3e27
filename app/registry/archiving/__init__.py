"""Archiving what was recorded by mistake, while nothing depends on it, and taking it back."""
