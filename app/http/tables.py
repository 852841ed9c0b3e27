"""Lists as tables that spreadsheets read (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query, Request, Response

CSV: Final = "text/csv"
AS_TABLE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {CSV: {"schema": {"type": "string"}}}}}
"""That an operation can answer with a table, for the OpenAPI document."""

# The last four are the wide forms of the first four.
_BEGINS_A_FORMULA: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


async def _wants_table(
    request: Request,
    format_: Annotated[
        Literal["json", "csv"] | None,
        Query(alias="format", description="json or csv; without it, Accept decides."),
    ] = None,
) -> bool:
    return format_ == "csv" or (format_ is None and CSV in request.headers.get("accept", "").lower())


WantsTable = Annotated[bool, Depends(_wants_table)]
"""Whether a request asks for a table, by `format` or by `Accept`."""


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> Response:
    """Return an answer that is a table, to be saved under this name.

    Whatever people wrote stays text: a spreadsheet takes a cell that begins like a formula for one, so an apostrophe stands
    before it (OWASP, "CSV Injection").
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue(), media_type=CSV, headers=headers)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) else text
