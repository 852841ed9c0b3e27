"""Who opens the room of a session, where a press on the button leads, and what the opener sees while it is open."""
