"""What Zoom's links lead to: pages on which people come, wait, are let in and leave, and a host holds the meeting."""
