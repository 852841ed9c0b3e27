"""What happened in sessions: drawn from facts, corrected by coordinators, told by the week."""
