"""What knows nothing of the product: the clock, the database, jobs, identifiers, encryption, errors, logging, serving."""
