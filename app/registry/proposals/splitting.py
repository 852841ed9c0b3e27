"""Which fields of the registry can be loosened, and what of a change to one can count at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.policy import PolicyError, Tightening
from app.policy.loosening import (
    Split,
    split_active,
    split_adult_at_risk,
    split_birth_date,
    split_guidance,
    split_levels,
    split_time_zone,
)
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person
from app.registry.programmes.models import Programme

Guarded = Person | Pairing | Partner | Programme


def _split_stored_guidance(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> Split[Mapping[str, Any]]:
    try:
        had = Tightening.model_validate(before)
    except PolicyError:
        # From before a floor was raised: what it asked for cannot be compared, so nothing of it is given up unseen.
        return Split(before, ("guidance",)) if wanted != before else Split(wanted)
    split = split_guidance(had, Tightening.model_validate(wanted))
    return Split(split.at_once.model_dump(mode="json"), split.loosened) if split.loosened else Split(wanted)


# What is not named here, such as a name, protects nobody by its value.
_SPLITS: Final[Mapping[type[Guarded], Mapping[str, Callable[[Any, Any], Split[Any]]]]] = {
    Person: {"birth_date": split_birth_date, "adult_at_risk": split_adult_at_risk},
    Pairing: {"active": split_active, "safety": split_levels},
    Partner: {"guidance": _split_stored_guidance},
    Programme: {"time_zone": split_time_zone},
}


@dataclass(frozen=True)
class SplitChange:
    """A change to a row: the values that count at once, those that must be confirmed, and the names of what is loosened."""

    at_once: dict[str, Any] = field(default_factory=dict)
    proposed: dict[str, Any] = field(default_factory=dict)
    loosened: tuple[str, ...] = ()


def split_change(row: Guarded, wanted: Mapping[str, Any]) -> SplitChange:
    """Split what is wanted of a row, field by field."""
    at_once = dict(wanted)
    proposed: dict[str, Any] = {}
    loosened: list[str] = []
    for name, split_field in _SPLITS[type(row)].items():
        if name not in wanted:
            continue
        split = split_field(getattr(row, name), wanted[name])
        if split.loosened:
            at_once[name], proposed[name] = split.at_once, wanted[name]
            loosened += split.loosened
    return SplitChange(at_once, proposed, tuple(loosened))
