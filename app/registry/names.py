"""Finding people by their names, as people type them."""

from typing import Final

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.orm import Mapped

_ESCAPE: Final = "\\"


def has_words(name: Mapped[str], typed: str) -> ColumnElement[bool]:
    """Return whether a name has each of the words that were typed, or parts of words, whatever their case and accents."""
    # The database's own function, on both sides: there is one way to fold a name, and an index of it.
    folded = func.name_folded(name)
    return and_(*(folded.like("%" + func.name_folded(_literal(word)) + "%", escape=_ESCAPE) for word in typed.split()))


def is_same_name(name: Mapped[str], other: str) -> ColumnElement[bool]:
    """Return whether a name is another one but for its case and accents."""
    same: ColumnElement[bool] = func.name_folded(name) == func.name_folded(other)
    return same


def _literal(word: str) -> str:
    for character in (_ESCAPE, "%", "_"):
        word = word.replace(character, _ESCAPE + character)
    return word
