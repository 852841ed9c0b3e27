"""Demo data of the embedded default: enough to book a session within a minute. Never on a database of yours."""
