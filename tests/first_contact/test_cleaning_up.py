"""Whatever happens, what first contact made is deleted, what it set is put back, and nothing else is touched."""

import asyncio
import json
import os
import signal
from typing import Any

import pytest

from app.first_contact.report import Consequence, Outcome
from app.kit.errors import ConfigurationError
from tests.first_contact.visiting import HOST, Visitor, Watcher, finding, state_of_hosts
from tests.support.zoom import Zoom

LOST = {"kind": "drop_answer_after_work", "operation": "create_meeting", "nth": [1]}


@pytest.mark.parametrize(
    "beliefs",
    [{}, {"description_hidden": True, "topic_hidden": True}, {"list_without_agenda": True, "list_delay_seconds": 30}],
    ids=["as documented", "with hidden descriptions", "with late lists"],
)
async def test_a_meeting_whose_answer_was_lost_is_found_and_deleted(
    beliefs: dict[str, Any], visitor: Visitor, zoom: Zoom
) -> None:
    await zoom.control("PUT", "/beliefs", beliefs)
    await zoom.faults(LOST)

    outcome = await visitor.visit(answers={})

    assert len(await zoom.control("GET", "/faults/fired")) == 1
    assert finding(outcome, "safe meeting").outcome is Outcome.NOT_CHECKED
    # What bookings depend on is not known, so nothing is promised.
    assert (outcome.report.exit_code, "safe meeting" in outcome.report.unknown) == (2, True)
    assert finding(outcome, "cleaned up").outcome is Outcome.AS_EXPECTED
    assert await zoom.meetings() == []
    assert not visitor.journal.exists()


@pytest.mark.parametrize(
    "last", ["host settings ...", "list ...", "registrants ...", "end and delete ...", "events ..."]
)
async def test_nothing_stays_when_it_is_stopped_on_the_way(last: str, visitor: Visitor, zoom: Zoom) -> None:
    before = await state_of_hosts(zoom)
    visitor.watcher = _Stopping(last, asyncio.CancelledError())

    outcome = await visitor.visit(answers={})

    assert (outcome.report.exit_code, outcome.report.left_behind) == (2, ())
    assert await zoom.meetings() == []
    assert await state_of_hosts(zoom) == before


async def test_no_signal_stops_the_cleaning_up(visitor: Visitor, zoom: Zoom) -> None:
    # So that it looks for a meeting, and waits, when everything else is done.
    await zoom.control("PUT", "/beliefs", {"list_delay_seconds": 30})
    await zoom.faults(LOST)
    me = asyncio.current_task()
    assert me is not None
    before = signal.signal(signal.SIGINT, lambda *_: me.cancel())

    async def interrupt(_: float) -> None:
        if visitor.watcher.heard[-1] == "limit headers ...":
            os.kill(os.getpid(), signal.SIGINT)

    visitor.on_sleep = interrupt
    try:
        outcome = await visitor.visit(answers={})
    finally:
        signal.signal(signal.SIGINT, before)

    assert "one moment" in visitor.watcher.heard[-1]
    assert outcome.report.left_behind == ()
    assert await zoom.meetings() == []


async def test_nothing_stays_when_it_fails_on_the_way(visitor: Visitor, zoom: Zoom) -> None:
    before = await state_of_hosts(zoom)
    visitor.watcher = _Stopping("registrants ...", ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        await visitor.visit(answers={})

    assert await zoom.calls("create_meeting") > 1
    assert await zoom.meetings() == []
    assert await state_of_hosts(zoom) == before


@pytest.mark.parametrize("has_journal", [True, False])
async def test_what_could_not_be_deleted_is_told_and_deleted_at_the_next_start(
    has_journal: bool, visitor: Visitor, zoom: Zoom
) -> None:
    before = await state_of_hosts(zoom)
    refused = {"kind": "rate_limited_per_day", "times": None}
    await zoom.faults(
        refused | {"operation": "delete_meeting"}, refused | {"operation": "update_user_settings", "after": 1}
    )
    first = await visitor.visit(answers={})
    behind = {str(each["id"]) for each in await zoom.meetings()}
    await zoom.control("DELETE", "/faults")
    await visitor.sleep(60)
    if not has_journal:
        visitor.journal.unlink()

    second = await visitor.visit(answers={})

    assert len(behind) == 5
    assert first.report.exit_code == 1
    assert len(first.report.left_behind) == 6
    assert not [number for number in behind if number in json.dumps(first.report.as_json())]
    assert finding(second, "leftovers").found == "Deleted: 5."
    assert await zoom.meetings() == []
    if has_journal:
        assert await state_of_hosts(zoom) == before


async def test_meetings_of_others_are_neither_deleted_nor_changed(visitor: Visitor, zoom: Zoom) -> None:
    await zoom.control("PUT", "/beliefs", {"list_without_agenda": True})
    others = [
        {"agenda": "Reference: 0123456789AB", "duration": 29},
        {"agenda": "Reference: first-contact-of-others", "duration": 60, "topic": "Ours"},
        {"duration": 29, "topic": "Board"},
    ]
    for body in others:
        await visitor.create({"start_time": f"{visitor.now():%Y-%m-%d}T23:59:00Z", "topic": "Mentoring session"} | body)
    before = await zoom.meetings()
    await zoom.faults(LOST)

    await visitor.visit(answers={})

    assert await zoom.meetings() == before
    assert len(before) == len(others)


async def test_it_does_not_begin_with_a_journal_that_it_cannot_read(visitor: Visitor, zoom: Zoom) -> None:
    visitor.journal.write_text(json.dumps({"something": "else"}))
    with pytest.raises(ConfigurationError, match="--journal"):
        await visitor.visit()
    assert await zoom.calls("get_user") == 0


async def test_an_unknown_host_is_one_finding_with_who_can_change_it(visitor: Visitor, zoom: Zoom) -> None:
    outcome = await visitor.visit(host="nobody@example.org", answers={})
    found = finding(outcome, "host")
    assert (found.consequence, outcome.report.exit_code) == (Consequence.BLOCKS, 1)
    assert "User Management" in (found.remedy or "")
    assert await zoom.calls("create_meeting") == 0
    assert HOST not in json.dumps(outcome.report.as_json())


class _Stopping(Watcher):
    """Ends the visit when it hears of a check."""

    def __init__(self, line: str, how: BaseException) -> None:
        super().__init__()
        self._line, self._how = line, how

    def told(self, line: str) -> None:
        super().told(line)
        if line == self._line:
            raise self._how
