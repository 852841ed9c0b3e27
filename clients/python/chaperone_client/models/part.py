from enum import StrEnum


class Part(StrEnum):
    WORKER = "worker"

    def __str__(self) -> str:
        return str(self.value)
