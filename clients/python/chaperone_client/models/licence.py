from enum import StrEnum


class Licence(StrEnum):
    BASIC = "basic"
    LICENSED = "licensed"
    NONE = "none"

    def __str__(self) -> str:
        return str(self.value)
