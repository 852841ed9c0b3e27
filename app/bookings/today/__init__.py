"""What needs somebody now, and the sessions of a day and its week: where a coordinator begins."""
