"""Chaperone: safe Zoom meetings for mentoring programmes."""
