"""Pairings: one mentor and one mentee in one programme at one partner."""
