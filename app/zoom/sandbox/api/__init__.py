"""Zoom's own HTTP interface, as the sandbox answers it: requests, answers, and one module for each group of calls."""
