"""Partners: the youth organisations that deliver programmes."""
