"""Mentors and mentees."""
