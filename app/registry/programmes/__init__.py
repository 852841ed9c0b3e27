"""Programmes: what is being run, with its people to turn to and its host pool."""
