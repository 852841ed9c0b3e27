"""Sessions in people's own calendars: a file for one session, a calendar to subscribe to, links that add a session elsewhere."""
