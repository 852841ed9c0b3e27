"""What follows when the database may be older than what was last done at Zoom: a person decides, nothing happens before."""
