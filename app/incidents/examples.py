"""Examples of incidents for the docs page: they run as they stand against the demo data."""

from typing import Final
from uuid import UUID

# About the session of Riverside's first pairing.
INCIDENT: Final = UUID("01990000-0008-7000-8000-000000000001")
# A concern that the mentee of the session reported.
REPORTED_INCIDENT: Final = UUID("01990000-0008-7000-8000-000000000002")
