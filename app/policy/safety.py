"""The safety profile: which settings a meeting must have.

A profile cannot be built that is looser than the baseline, and there is no way to change one but
to tighten it. Profiles are a join-semilattice: tightening takes the tighter level of each setting,
whatever the order and however often, and the baseline is the neutral element.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Final

from app.policy.errors import PolicyError, Problem
from app.policy.safety_settings import SETTINGS, SafetySetting

_BY_CODE: Final[Mapping[str, SafetySetting]] = MappingProxyType({each.code: each for each in SETTINGS})
_BASELINE: Final[tuple[int, ...]] = tuple(each.rank(each.baseline) for each in SETTINGS)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class SafetyProfile:
    """A level for every setting, none looser than the baseline; immutable and hashable.

    `ranks` are the positions of the levels, from 0 for the loosest, in catalogue order.

    Args:
        levels: Levels by setting code; a setting that is not named has its baseline level.

    Raises:
        PolicyError: A code or level is unknown, or a level is looser than the baseline; all of them are named.
    """

    ranks: tuple[int, ...]

    def __init__(self, levels: Mapping[str, str] = MappingProxyType({})) -> None:
        if problems := [
            Problem((code,), reason) for code, level in levels.items() if (reason := _reason_against(code, level))
        ]:
            raise PolicyError(problems)
        named = (
            each.rank(levels[each.code]) if each.code in levels else floor
            for each, floor in zip(SETTINGS, _BASELINE, strict=True)
        )
        object.__setattr__(self, "ranks", tuple(named))

    @classmethod
    def _of(cls, ranks: tuple[int, ...]) -> "SafetyProfile":
        """A profile of ranks that are known to be no looser than the baseline, because they tighten another's."""
        profile = object.__new__(cls)
        object.__setattr__(profile, "ranks", ranks)
        return profile

    @classmethod
    def baseline(cls) -> "SafetyProfile":
        """The floor: what every meeting has at the least."""
        return cls()

    @classmethod
    def combine(cls, *profiles: "SafetyProfile") -> "SafetyProfile":
        """The loosest profile that is at least as tight as each of these; the baseline for none."""
        return reduce(cls.tighten, profiles, cls.baseline())

    def tighten(self, other: "SafetyProfile") -> "SafetyProfile":
        """The tighter level of each setting."""
        return self._of(tuple(map(max, self.ranks, other.ranks)))

    def is_at_least_as_tight_as(self, other: "SafetyProfile") -> bool:
        """Whether no setting is looser than the other's; of two profiles, neither may be."""
        return all(mine >= theirs for mine, theirs in zip(self.ranks, other.ranks, strict=True))

    def with_wishes(self, wishes: Mapping[str, str]) -> "SafetyProfile":
        """This profile with those of the wished levels that are tighter; see `loosened_by` for the others."""
        return self._of(
            tuple(
                max(rank, each.rank(wishes[each.code])) if each.code in wishes else rank
                for each, rank in zip(SETTINGS, self.ranks, strict=True)
            )
        )

    def loosened_by(self, wishes: Mapping[str, str]) -> tuple[SafetySetting, ...]:
        """The settings for which a looser level is wished than this profile has, in catalogue order."""
        return tuple(
            each
            for each, rank in zip(SETTINGS, self.ranks, strict=True)
            if each.code in wishes and each.rank(wishes[each.code]) < rank
        )

    def levels(self) -> dict[str, str]:
        """The level of every setting by its code, in catalogue order."""
        return {each.code: each.levels[rank] for each, rank in zip(SETTINGS, self.ranks, strict=True)}

    def __repr__(self) -> str:
        tightened = {
            each.code: each.levels[rank]
            for each, rank, floor in zip(SETTINGS, self.ranks, _BASELINE, strict=True)
            if rank > floor
        }
        return f"SafetyProfile({tightened})"


def check_known(levels: Mapping[str, str]) -> None:
    """Check that these are levels of settings that there are, looser than the baseline or not.

    Raises:
        PolicyError: A code or level is unknown; all of them are named.
    """
    if problems := [
        Problem((code,), reason) for code, level in levels.items() if (reason := _unknown(code, level)) is not None
    ]:
        raise PolicyError(problems)


def _unknown(code: str, level: str) -> str | None:
    setting = _BY_CODE.get(code)
    if setting is None:
        return "there is no such setting"
    if level not in setting.levels:
        return f"its level must be one of {', '.join(setting.levels)}"
    return None


def _reason_against(code: str, level: str) -> str | None:
    if unknown := _unknown(code, level):
        return unknown
    setting = _BY_CODE[code]
    if setting.rank(level) < setting.rank(setting.baseline):
        return f"the level {level} is looser than the floor of every programme, {setting.baseline}"
    return None
