"""Makes Zoom match what bookings want."""
