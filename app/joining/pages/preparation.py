"""How to prepare for a session: a checklist by role and programme, each item with the guidance that asks for it."""

from dataclasses import dataclass
from typing import Final

from app.bookings.participants.models import ParticipantRole
from app.policy.sources import Document, Source

_MENTOR, _MENTEE = ParticipantRole.MENTOR, ParticipantRole.MENTEE
_PAIR: Final = frozenset({_MENTOR, _MENTEE})
_EVERYBODY: Final = frozenset(ParticipantRole)


@dataclass(frozen=True)
class Preparation:
    """Something to do before a session, or to know.

    Args:
        key: Names its sentence in the catalogue, after `prepare.`.
        source: Where the guidance asks for it.
        roles: Whom it is for.
        packs: The packs of rules whose programmes say it; None for every programme.
        first_session: Whether only a pairing's first session needs it.
        on_video: Whether it is about a video session alone.
    """

    key: str
    source: Source
    roles: frozenset[ParticipantRole] = _EVERYBODY
    packs: frozenset[str] | None = None
    first_session: bool = False
    on_video: bool = True


def _of(*packs: str) -> frozenset[str]:
    return frozenset(packs)


_D = Document
_MENTOR247: Final = _of("mentor247")
PREPARATIONS: Final = (
    Preparation("quiet_place", Source(_D.MENTEES_1MM, "Practical considerations"), on_video=False),
    Preparation("not_a_bedroom", Source(_D.ZOOM_1MM, "Zoom Etiquette")),
    Preparation("background", Source(_D.ZOOM_1MM, "Participants")),
    Preparation("dress", Source(_D.ZOOM_1MM, "Participants")),
    Preparation("camera_at_eye_level", Source(_D.ZOOM_1MM, "Technology")),
    Preparation("camera_on", Source(_D.MENTOR247, "Camera"), frozenset({_MENTOR}), _MENTOR247),
    Preparation("test_equipment", Source(_D.MENTOR247, "Internet Connection & technical requirements")),
    Preparation(
        "no_telephone",
        Source(_D.MENTOR247, "Appropriate surroundings and environment"),
        frozenset({_MENTOR}),
        _MENTOR247,
    ),
    Preparation("data_costs", Source(_D.ZOOM_1MM, "Technology")),
    Preparation("keep_private", Source(_D.MENTEES_1MM, "Practical considerations"), on_video=False),
    Preparation("no_recording", Source(_D.MENTEES_1MM, "Privacy"), on_video=False),
    Preparation("ground_rules", Source(_D.ZOOM_1MM, "Participants"), _PAIR, on_video=False),
    Preparation(
        "first_session_mentor",
        Source(_D.MENTOR247, "Expectations"),
        frozenset({_MENTOR}),
        first_session=True,
        on_video=False,
    ),
    Preparation(
        "first_session_mentee",
        Source(_D.MENTOR247, "Expectations"),
        frozenset({_MENTEE}),
        first_session=True,
        on_video=False,
    ),
    Preparation(
        "agreed_work",
        Source(_D.BROKERAGE, "Inappropriate behaviour from mentees"),
        frozenset({_MENTEE}),
        _of("the-brokerage"),
        on_video=False,
    ),
    Preparation(
        "bring_a_challenge",
        Source(_D.CREATIVE, "For mentees"),
        frozenset({_MENTEE}),
        _of("creative-network"),
        on_video=False,
    ),
)


def preparations_for(
    role: ParticipantRole, pack: str, *, is_first_session: bool, is_on_video: bool
) -> tuple[Preparation, ...]:
    """Return what somebody in this role prepares for a session of a programme that follows this pack, in its order."""
    return tuple(
        each
        for each in PREPARATIONS
        if role in each.roles
        and (each.packs is None or pack in each.packs)
        and (is_first_session or not each.first_session)
        and (is_on_video or not each.on_video)
    )
