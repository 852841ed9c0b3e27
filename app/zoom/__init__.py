"""Everything that knows Zoom: its REST API, its words for a safe meeting, and its webhooks. Imports no other domain."""
