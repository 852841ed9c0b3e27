"""The booking: its states, its service, its endpoints."""
