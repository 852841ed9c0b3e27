"""The account's limits at Zoom: budgets per label, shared by all replicas through PostgreSQL."""
