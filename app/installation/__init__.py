"""Which database this installation runs on, and whether it may be trusted to know what was last done at Zoom."""
