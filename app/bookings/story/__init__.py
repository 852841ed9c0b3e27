"""What happened to a booking, as a story: plain sentences, and what caused what."""
