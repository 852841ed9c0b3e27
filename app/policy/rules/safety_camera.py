"""`safety.camera`: a programme that wants to see people's faces is told where the meeting has no video."""

from app.policy.facts import Facts
from app.policy.rule import Met, NotConcerned, Unmet, Verdict, safety_rule
from app.policy.safety import SafetyProfile
from app.policy.sources import Document, Source

_CODE, _NO_VIDEO = "meeting.video-on-entry", "no-video"


@safety_rule(
    code="safety.camera",
    title="Cameras can be on where the programme expects it",
    description=(
        "Where the programme expects mentor and mentee to switch their cameras on, the meeting must not be one without "
        "video. What the partner, the measures for the pairing or the booking ask for still counts: the meeting has no video, "
        "and whoever books is told of the contradiction."
    ),
    sources=(Source(Document.MENTOR247, "Camera"),),
)
def safety_camera(facts: Facts, required: SafetyProfile) -> Verdict:
    """Look at what the meeting will have, the booking's own wish included."""
    if facts.session.modality == "phone":
        return NotConcerned("The session is held by phone, without cameras.")
    level = required.with_wishes(facts.session.safety).levels()[_CODE]
    seen = {_CODE: level}
    if level != _NO_VIDEO:
        return Met("Cameras can be switched on in the meeting.", seen)
    return Unmet(
        "This programme expects cameras to be on, and the meeting will have no video, because the partner, the measures for "
        "the pairing or the booking ask for that.",
        "Ask the partner's coordinator to agree with the programme whether this pairing meets without cameras.",
        seen,
    )
