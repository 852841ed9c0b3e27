"""The pages of mentors and mentees: what they show, what their buttons do, and what a programme says on them."""
