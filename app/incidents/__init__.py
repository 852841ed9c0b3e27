"""Incidents: what a person must look at. Opened by the other parts, read and resolved by people."""
