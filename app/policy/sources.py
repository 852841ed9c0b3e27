"""Where a rule or a setting comes from: the published guidance and its headings."""

from dataclasses import dataclass
from enum import StrEnum


class Document(StrEnum):
    """Short names of the published guidance; `product` where the product itself needs the rule."""

    MENTEES_1MM = "1mm-mentees"
    ZOOM_1MM = "1mm-zoom"
    MENTOR247 = "mentor247"
    BROKERAGE = "brokerage"
    CREATIVE = "creative"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is asked for: a document and the heading it stands under."""

    document: Document
    heading: str

    def __str__(self) -> str:
        return f"{self.document}, {self.heading}"
