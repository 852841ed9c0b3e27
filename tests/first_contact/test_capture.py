"""The capture: nothing of a person is in it, and a sandbox that is started from it answers as the account did."""

import json
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.first_contact.anonymising import anonymised
from app.first_contact.recording import Recorded
from app.first_contact.running import Contact
from app.zoom.sandbox import Beliefs, Profile, SandboxConfiguration, UserSeed, captured_profile, load_profile, running
from app.zoom.sandbox.account.beliefs import AbsentKeys, LockedUpdate, RegistrantLimitText
from tests.first_contact.visiting import HOST, Visitor
from tests.support.service import TLS
from tests.support.zoom import AI_OFF, CLIENT_SECRET, Zoom


async def visited(
    profile: Profile, folder: Path, stack: AsyncExitStack, *, slower_by: float = 0, **settings: Any
) -> tuple[Contact, Zoom]:
    """Visit an account of this kind, in which somebody may have switched AI Companion off.

    `slower_by`: so many seconds pass for Zoom beyond each wait, as on a machine that has much to do.
    """
    configuration = SandboxConfiguration(
        account_id="account-of-the-tests",
        client_id="client-of-the-tests",
        client_secret=CLIENT_SECRET,
        profile=profile,
        users=(UserSeed(email=HOST, id="the-host-of-the-tests", settings=settings),),
        seed=1,
    )
    url = await stack.enter_async_context(running(configuration))
    client = await stack.enter_async_context(httpx.AsyncClient(base_url=url, verify=TLS))
    zoom = Zoom(url, client)

    async def take_longer(_: float) -> None:
        await zoom.control("POST", "/time/advance", {"seconds": slower_by})

    return await Visitor(zoom, folder, on_sleep=take_longer).visit(answers={}), zoom


def said(outcome: Contact) -> set[tuple[str, str, str | None]]:
    """Return what the report says, without Zoom's ids for its answers."""
    return {
        (line.name, re.sub(r"tracking id [^ )]+", "", line.finding.found), line.finding.consequence)
        for line in outcome.report.lines
    }


def blocking(outcome: Contact) -> set[str]:
    return {name for name, _, consequence in said(outcome) if consequence == "blocks"}


@pytest.mark.parametrize("name", ["free-2026", "pro-2026", "business-2026"])
async def test_a_sandbox_started_from_the_capture_of_an_account_behaves_alike(name: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        there, zoom = await visited(load_profile(name), tmp_path, stack)
        again, copy = await visited(captured_profile(there.capture()), tmp_path, stack)

        assert said(again) == said(there)
        # AI Companion is on for new paid hosts, and only the portal can change that.
        ai_is_on = {"host settings: meeting.ai-companion"}
        assert blocking(there) == (set() if name == "free-2026" else ai_is_on)
        assert await zoom.meetings() == await copy.meetings() == []


DIFFICULT = Profile(
    name="difficult",
    account_locks={"in_meeting.file_transfer": True},
    beliefs=Beliefs(
        absent=AbsentKeys(
            meeting={"settings.waiting_room_options", "settings.auto_start_meeting_summary"},
            user_settings={"meeting_security.waiting_room_settings", "in_meeting.ai_companion_questions"},
            account_settings={"in_meeting.ai_companion_questions"},
        ),
        shown_as={"settings.private_meeting": False, "settings.mute_upon_entry": False},
        locked_user_setting=LockedUpdate.REFUSED,
        topic_hidden=True,
        list_delay_seconds=3,
        list_without_agenda=True,
        list_reaches_days=183,
        past_start_moved=True,
        unlisted_time_zone_refused=True,
        unknown_meeting_code=300,
        numeric_passcodes=True,
        in_progress_after_end_seconds=4,
        registrant_limit_text=RegistrantLimitText.OF_USER,
    ),
)


async def test_a_sandbox_started_from_the_capture_of_a_difficult_account_behaves_alike(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        there, _ = await visited(DIFFICULT, tmp_path, stack)
        again, _ = await visited(captured_profile(there.capture()), tmp_path, stack)

        assert said(again) == said(there)


DEVIATIONS: dict[str, dict[str, Any]] = {
    "what is kept back": {
        "description_hidden": True,
        "list_delay_seconds": 30,
        "list_reaches_days": 183,
        "shown_as": {"settings.private_meeting": False},
        "absent": {
            "meeting": ["settings.waiting_room_options", "settings.auto_start_meeting_summary"],
            "user_settings": ["in_meeting.file_transfer"],
        },
    },
    "what is in no list": {"list_without_agenda": True, "list_delay_seconds": 300},
    "nothing": {"denial": "denied"},
}


@pytest.mark.parametrize("name", DEVIATIONS)
async def test_a_sandbox_started_from_the_capture_shows_the_same_deviations_also_to_who_is_slower(
    name: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        there, _ = await visited(load_profile("full").believing(DEVIATIONS[name]), tmp_path, stack, **AI_OFF)
        again, _ = await visited(captured_profile(there.capture()), tmp_path, stack, slower_by=5)

        assert said(again) == said(there)


@pytest.mark.parametrize("name", ["pro-2026", "business-2026"])
async def test_nothing_blocks_a_paid_account_once_ai_companion_is_off(name: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        outcome, _ = await visited(load_profile(name), tmp_path, stack, **AI_OFF)
        assert (blocking(outcome), outcome.report.exit_code) == (set(), 0)


async def test_neither_capture_nor_report_holds_what_the_account_knows_of_people(visitor: Visitor, zoom: Zoom) -> None:
    names = {"first_name": "Wilhelmina", "last_name": "Okonkwo"}
    whitelist = {"meeting_security.waiting_room_settings.whitelisted_domains_for_waiting_room": "okonkwo.example"}
    await zoom.control("POST", "/users", {"id": "host-1", "email": HOST, "settings": AI_OFF | whitelist, **names})
    await zoom.control("POST", "/users", {"id": "free", "email": "basic.person@example.org", "type": 1})
    # Somebody else's meeting in the same list.
    theirs = {"topic": "Appraisal of Zebulon", "agenda": "What Zebulon earns", "start_time": "2031-01-01T10:00:00Z"}
    await visitor.create(theirs)

    outcome = await visitor.visit(basic_host="basic.person@example.org", answers={})

    written = outcome.capture().model_dump_json() + json.dumps(outcome.report.as_json())
    assert len(outcome.capture().exchanges) > 40
    secrets = set(_secrets_in(await zoom.control("GET", "/state")))
    secrets |= set(_secrets_in([call.answer for call in outcome.visit.recording.calls]))
    assert len(secrets) > 30
    left = {each for each in (*secrets, *names.values(), "okonkwo", "Zebulon", CLIENT_SECRET) if each in written}
    assert left == set()


_SECRET_KEYS = frozenset(
    {
        "id",
        "uuid",
        "host_id",
        "host_email",
        "email",
        "pmi",
        "password",
        "h323_password",
        "pstn_password",
        "registrant_id",
    }
    | {
        "encrypted_password",
        "join_url",
        "start_url",
        "personal_meeting_url",
        "display_name",
        "account_id",
    }
    | {"participant_pin_code", "pin", "user_id"}
)


def _secrets_in(body: object, name: str = "") -> Iterator[str]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _secrets_in(value, str(key))
    elif isinstance(body, list):
        for each in body:
            yield from _secrets_in(each, name)
    elif name in _SECRET_KEYS and isinstance(body, str | int) and len(str(body)) > 4:
        yield str(body)


# No word of Zoom's has these letters after one another, so that finding one is finding a person's.
_WORD = st.text("qxzj", min_size=4, max_size=10)
_PERSONAL = st.one_of(
    _WORD,
    _WORD.map(str.capitalize),
    st.tuples(_WORD, _WORD).map(lambda two: f"{two[0].capitalize()} {two[1].capitalize()}"),
    st.tuples(_WORD, _WORD).map(lambda two: f"{two[0]}@{two[1]}.example"),
    st.tuples(_WORD, _WORD).map(lambda two: f"https://{two[0]}.example/j/1?pwd={two[1]}"),
)
_SCALAR = st.one_of(st.none(), st.booleans(), st.integers(0, 1440), st.floats(0, 1), _PERSONAL)
_KEYS = st.sampled_from(
    [
        "id",
        "email",
        "first_name",
        "display_name",
        "topic",
        "agenda",
        "join_url",
        "password",
        "settings",
        "dept",
        "message",
    ]
)
_BODIES = st.recursive(
    st.dictionaries(_KEYS, _SCALAR, max_size=6),
    lambda inner: st.dictionaries(_KEYS, st.one_of(inner, st.lists(inner, max_size=2)), max_size=3),
    max_leaves=10,
)


def _texts(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        for value in body.values():
            yield from _texts(value)
    elif isinstance(body, list):
        for each in body:
            yield from _texts(each)
    elif isinstance(body, str):
        yield body


@given(
    request=st.one_of(st.none(), _BODIES),
    answer=st.one_of(st.none(), _BODIES, st.lists(_BODIES, max_size=2), _PERSONAL),
    name=_PERSONAL,
    number=st.integers(10_000, 2**62),
    operation=st.sampled_from(["create_meeting", "get_meeting", "get_user", "list_meetings", "get_user_settings"]),
)
def test_no_text_and_no_long_number_of_any_body_is_left(
    request: dict[str, Any] | None, answer: Any, name: str, number: int, operation: str
) -> None:
    # What Zoom says of a refusal names whom it is about, by what other answers told of them.
    refusal = {
        "code": 300,
        "message": f"User {name} does not exist: {number}, see {name}.",
        "errors": [{"field": "email"}],
    }
    user = {"display_name": name, "id": number, "pmi": number}
    calls = [
        _recorded(operation, request, answer, name),
        _recorded("get_user", None, user, name),
        _recorded("create_meeting", request, refusal, name, status=400),
    ]

    captured = anonymised(calls)
    written = captured.model_dump_json()

    assert {each for each in (*_texts(request), *_texts(answer), name) if each in written} == set()
    assert str(number) not in re.findall(r"\d+", written)
    assert "does not exist" in written
    assert len(captured.exchanges) == len(calls)


def _recorded(operation: str, request: dict[str, Any] | None, answer: Any, name: str, *, status: int = 200) -> Recorded:
    return Recorded(
        at=datetime(2031, 1, 1, tzinfo=UTC),
        operation=operation,
        names={"user": name},
        query={"type": "scheduled", "next_page_token": name},
        request=request,
        status=status,
        headers={"content-type": "application/json", "x-zm-trackingid": name, "set-cookie": name},
        answer=answer,
    )
