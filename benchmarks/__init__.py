"""Measurements. They compare within one run and print ratios; they are no tests."""
