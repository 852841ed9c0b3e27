"""Playing a session against `make run`: what happens in a room of the sandbox, and beside it what Chaperone makes of it.

It speaks with both over HTTP alone, as a coordinator and as the people in the room would.
"""
