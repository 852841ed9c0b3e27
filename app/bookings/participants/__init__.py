"""Who takes part in a session: mentor, mentee, and people whom a coordinator has invited."""
