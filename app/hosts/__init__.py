"""Hosts: the Zoom users that meetings are created under, synchronised, proven safe and confirmed."""
