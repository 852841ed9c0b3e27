"""`modality.allowed`: a session is held on Zoom, or by phone where the programme allows it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from app.policy.facts import Facts
from app.policy.rule import Met, Parameters, Seen, Unmet, Verdict, rule
from app.policy.safety import SafetyProfile
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import spoken_list

_Modality = Literal["zoom", "phone"]
_SPOKEN: Mapping[str, str] = {"zoom": "on Zoom", "phone": "by phone"}


class Modalities(Parameters):
    """Where sessions may be held. No policy can name anything but Zoom and phone."""

    allowed: Annotated[
        tuple[_Modality, ...],
        Field(strict=False, max_length=2, description="Where sessions may be held"),
        Tighter.FEWER,
    ] = ("zoom",)

    def contradiction(self) -> str | None:
        """Sessions have to be held somewhere."""
        return None if self.allowed else "sessions must be allowed in at least one place"


def sound_of(modalities: Modalities) -> SafetyProfile:
    """What follows for the sound of Zoom meetings: nobody dials in by telephone where nobody may meet by phone.

    Who dials in is a voice without a picture or a name, through a number that others see and that may cost money.
    """
    return SafetyProfile({} if "phone" in modalities.allowed else {"meeting.audio": "computer-only"})


@rule(
    code="modality.allowed",
    title="The session is held where the programme allows it",
    description=(
        "Sessions are held on Zoom, or by phone without video where the programme allows it. Other video services "
        "are refused, because nobody can check there that the safety settings are in place. Where sessions are not held "
        "by phone, nobody can dial into a Zoom meeting by telephone either."
    ),
    sources=(
        Source(Document.ZOOM_1MM, "Using Zoom Safely"),
        Source(Document.BROKERAGE, "The role of the mentor"),
    ),
    parameters=Modalities,
)
def modality_allowed(facts: Facts, modalities: Modalities) -> Verdict:
    """Refuse what is not named, and say why; the words of the request are never repeated in the sentence."""
    asked = facts.session.modality
    places = spoken_list([_SPOKEN[each] for each in sorted(set(modalities.allowed), reverse=True)], "or")
    seen: Seen = {"modality": asked, "allowed": list(modalities.allowed)}
    if asked in modalities.allowed:
        return Met(f"The session is held {_SPOKEN[asked]}, which this programme allows.", seen)
    reason = (
        f"This programme does not hold sessions {_SPOKEN[asked]}"
        if asked in _SPOKEN
        else "Only Zoom lets us set the safety settings of a video call and check that they are in place"
    )
    return Unmet(f"{reason}, so the session must be held {places}.", f"Ask for a session {places}.", seen)
