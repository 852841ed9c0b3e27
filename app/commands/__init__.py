"""The `chaperone` command, one file for each group of commands."""
