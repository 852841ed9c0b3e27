from enum import StrEnum


class BookingReadModality(StrEnum):
    PHONE = "phone"
    ZOOM = "zoom"

    def __str__(self) -> str:
        return str(self.value)
