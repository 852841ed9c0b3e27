"""Demo data: enough to book a session within a minute. Never on a database of yours."""
