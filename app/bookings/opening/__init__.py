"""Who opens the room of a session, and by which ways in at Zoom it can be opened now."""
