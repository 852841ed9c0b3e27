"""The audit trail: one immutable line for each action and decision."""
