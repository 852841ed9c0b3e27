"""`chaperone first-contact`: what a real Zoom account answers, found out safely by the person who has it."""
