"""The headings of the published guidance, as its authors wrote them. Citations and scenarios name no others."""

from collections.abc import Mapping
from typing import Final

from app.policy.sources import Document

HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    Document.MENTEES_1MM: frozenset(
        {
            "Virtual Mentoring Guidance for Mentees",
            "Virtual mentoring guidance for mentees age 18-25 years",
            "Practical considerations",
            "Privacy",
            "Reporting concerns",
        }
    ),
    Document.ZOOM_1MM: frozenset(
        {
            "Participants",
            "Organisation",
            "Technology",
            "Using Zoom Safely",
            "Zoom Safety",
            "Zoom Etiquette",
            "Scheduling a meeting",
        }
    ),
    Document.MENTOR247: frozenset(
        {
            "Mentor Code of Conduct",
            "Trust and Confidentiality",
            "Expectations",
            "Appropriate surroundings and environment",
            "Internet Connection & technical requirements",
            "Camera",
            "Dress for success & Punctuality",
            "How to start / end a session",
        }
    ),
    Document.BROKERAGE: frozenset(
        {
            "Mentor Code of Conduct",
            "The role of The Brokerage",
            "The role of the mentor",
            "Child protection and safeguarding",
            "Inappropriate behaviour from mentees",
            "Contact with mentees outside the programme",
        }
    ),
    Document.CREATIVE: frozenset(
        {"Creating an effective virtual mentoring partnership", "For mentors", "For mentees", "For both"}
    ),
}


def unknown_in(citation: str) -> list[str]:
    """The parts of a citation that name no heading of any guidance; what the product asks for has headings of its own."""
    parts = [each.partition(", ")[::2] for each in citation.split("; ")]
    return [
        f"{document}, {heading}"
        for document, heading in parts
        if document != Document.PRODUCT and heading not in HEADINGS.get(document, frozenset())
    ]
