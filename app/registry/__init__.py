"""Partners, programmes, people, pairings, evidence and hosts."""
