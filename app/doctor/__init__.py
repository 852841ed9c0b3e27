"""`chaperone doctor`: is everything as it must be here, in the database and at Zoom, and who does what if it is not?"""
