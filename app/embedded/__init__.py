"""Everything on one machine: PostgreSQL, the Zoom sandbox, demo data. Nothing else imports it."""
