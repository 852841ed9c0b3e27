"""The garbage collector while a process loads: what is loaded stays, so looking for garbage among it is wasted time."""

import gc
from typing import Final

_WHILE_LOADING: Final = 50_000
"""Loading makes hundreds of thousands of objects that stay; looking for garbage among them is a fifth of the start."""
_USUAL: Final = 10_000, 10, 10
"""A booking makes thousands of objects that are gone with it. With Python's own threshold, 700, a tenth of the time goes into
looking through them again and again."""


def loading_begins() -> None:
    """Look for garbage seldom until `all_is_loaded`; a command that ends soon never calls it."""
    gc.set_threshold(_WHILE_LOADING)


def all_is_loaded() -> None:
    """Keep the garbage collector from what stays: going through it would hold up a request by a tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_USUAL)
