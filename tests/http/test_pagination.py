"""Lists in pages."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.errors import InvalidFieldsError
from app.kit.pagination import PageRequest, TimePageRequest, cut, cut_by_time
from tests.support.service import Service, problem

# Base 64 of the 16 bytes of an id.
CURSOR = re.compile(r"[\w+/-]{22}==", re.ASCII)


@dataclass
class Row:
    """Something with an id."""

    id: UUID


@given(st.lists(st.uuids(), unique=True, max_size=40), st.integers(1, 12))
def test_the_pages_of_a_list_hold_every_row_once_and_in_order(ids: list[UUID], limit: int) -> None:
    rows = [Row(each) for each in sorted(ids)]
    seen: list[Row] = []
    cursor = None
    for _ in range(len(rows) + 1):
        request = PageRequest(limit=limit, cursor=cursor)
        after = request.after_id
        rest = [row for row in rows if after is None or row.id > after]
        page, cursor = cut(rest[: limit + 1], request)
        assert len(page) <= limit
        seen += page
        if cursor is None:
            break
    assert cursor is None
    assert seen == rows


@dataclass
class Session:
    """Something with a start and an id."""

    starts_at: datetime
    id: UUID


@given(
    st.lists(st.tuples(st.datetimes(timezones=st.just(UTC)), st.uuids()), unique=True, max_size=40), st.integers(1, 12)
)
def test_the_pages_of_a_list_of_sessions_hold_every_row_once_and_in_order(
    places: list[tuple[datetime, UUID]], limit: int
) -> None:
    rows = [Session(*place) for place in sorted(places)]
    seen: list[Session] = []
    cursor = None
    for _ in range(len(rows) + 1):
        request = TimePageRequest(limit=limit, cursor=cursor)
        after = request.after
        rest = [row for row in rows if after is None or (row.starts_at, row.id) > after]
        page, cursor = cut_by_time(rest[: limit + 1], request)
        assert len(page) <= limit
        seen += page
        if cursor is None:
            break
    assert cursor is None
    assert seen == rows


IN_NO_TIME = (2**63 - 1).to_bytes(8) + bytes(16)


@given(st.binary(max_size=40).filter(lambda read: len(read) != len(IN_NO_TIME)) | st.just(IN_NO_TIME))
def test_a_cursor_that_no_list_of_sessions_has_answered_with_is_refused_by_its_field(read: bytes) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        TimePageRequest(limit=1, cursor=base64.urlsafe_b64encode(read).decode())
    assert [error.field for error in refused.value.errors] == ["query.cursor"]


@given(st.text(max_size=100).filter(lambda text: not CURSOR.fullmatch(text)))
def test_a_cursor_that_no_list_has_answered_with_is_refused_by_its_field(cursor: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        PageRequest(limit=1, cursor=cursor)
    assert [error.field for error in refused.value.errors] == ["query.cursor"]


async def test_a_list_is_walked_page_by_page_over_http(service: Service) -> None:
    client = await service.caller()
    names = [f"Partner {number}" for number in range(5)]
    for name in names:
        await client.post("/v1/partners", json={"name": name})

    pages: list[list[str]] = []
    cursor: str | None = None
    while not pages or cursor is not None:
        parameters = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await client.get("/v1/partners", params=parameters)).json()
        pages.append([item["name"] for item in page["items"]])
        cursor = page["next_cursor"]

    assert pages == [names[:2], names[2:4], names[4:]]
    whole = (await client.get("/v1/partners", params={"limit": "5"})).json()
    assert [item["name"] for item in whole["items"]] == names
    assert whole["next_cursor"] is None
    from_the_start = (await client.get("/v1/partners", params={"cursor": "AAAAAAAAAAAAAAAAAAAAAA=="})).json()
    assert from_the_start == whole


async def test_limits_and_cursors_that_make_no_sense_are_refused_by_their_field(service: Service) -> None:
    client = await service.caller()
    for limit in ("0", "-1", "201", "9" * 30, "ten", "", "1.5"):
        refused = problem(await client.get("/v1/partners", params={"limit": limit}), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == ["query.limit"], limit
    for cursor in (
        "garbage",
        "",
        "AAAA",
        "\x00",
        "é",
        "x" * 101,
        "AAAAAAAAAAAAAAAAAAAAAA==\n",
        "AAAAAAAAAAAAAAAAAAAAAA",
    ):
        refused = problem(await client.get("/v1/people", params={"cursor": cursor}), 422, "invalid-fields")
        assert [error["field"] for error in refused["errors"]] == ["query.cursor"], cursor


@pytest.mark.parametrize("limit", ["1", "200"])
async def test_the_last_page_of_nothing_is_empty(service: Service, limit: str) -> None:
    client = await service.caller()
    page = await client.get("/v1/partners", params={"limit": limit})
    assert page.json() == {"items": [], "next_cursor": None}
