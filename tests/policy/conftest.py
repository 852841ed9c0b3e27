"""How the laws of the policy are tried: as often as by default, however slow the machine is."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
