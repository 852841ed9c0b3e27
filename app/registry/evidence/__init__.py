"""Evidence: dated facts that the rules need, given and withdrawn, never edited."""
