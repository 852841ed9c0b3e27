"""What every endpoint shares: problems, authentication, idempotency, pagination, preconditions."""
