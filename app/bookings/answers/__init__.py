"""What the people of a session said on their pages: whether it took place, notes, feedback, and why they cannot come."""
