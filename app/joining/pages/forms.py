"""What a browser sends with a form, made fit to keep: text in lines, without control characters, of a bearable length."""

import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from app.joining.pages.questions import LONGEST_ANSWER
from app.kit.errors import UnreadableError

MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 60


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; of one that is given twice the last.

    Raises:
        UnreadableError: It is no form, or more than any page of ours sends.
    """
    body = await request.body()
    media_type = request.headers.get("content-type", MEDIA_TYPE).partition(";")[0].strip().lower()
    if media_type != MEDIA_TYPE:
        message = "This is not a form of ours."
        raise UnreadableError(message)
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        message = "This is not a form of ours."
        raise UnreadableError(message) from error
    form = {name: _plain(value) for name, value in fields}
    if any(len(value) > LONGEST_ANSWER for value in form.values()):
        message = f"A text is longer than {LONGEST_ANSWER} characters."
        raise UnreadableError(message)
    return form


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        each for each in lines if each == "\n" or unicodedata.category(each) not in {"Cc", "Cs", "Co", "Zl", "Zp"}
    )
