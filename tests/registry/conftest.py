"""A registry with two partners in it, made over HTTP."""

from tests.support.registry_world import coordinator, world

__all__ = ["coordinator", "world"]
