"""What Zoom calls a user's licence and status."""

from enum import IntEnum, StrEnum


class UserType(IntEnum):
    """A user's licence, in Zoom's numbers."""

    BASIC = 1
    LICENSED = 2
    UNASSIGNED = 4
    NONE = 99


class UserStatus(StrEnum):
    """Whether a user can sign in. A pending user has been invited and has no id yet."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING = "pending"
