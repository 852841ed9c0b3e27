from enum import StrEnum


class Asked(StrEnum):
    BIRTHDAY = "birthday"
    CODE = "code"
    NONE = "none"

    def __str__(self) -> str:
        return str(self.value)
