"""How the people of a session come into it: personal links and their pages, who opens the room, calendar entries."""
