"""What single lines say: clocks, secrets, plans, and what a report makes of them."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest
from pydantic import SecretStr
from rich.console import Console

from app.doctor.clock import clock
from app.doctor.configuration import check_readable, webhook_secret
from app.doctor.examination import attempt
from app.doctor.presentation import summary_of, table_of
from app.doctor.report import Check, Report, State, Subject
from app.doctor.zoom_account import plan
from app.kit.errors import ConfigurationError
from app.zoom.limits.plans import Label, Plan
from app.zoom.schemas import User
from tests.support.clinic import settings_of_nowhere

WINDOW = timedelta(minutes=90)


LICENSED, BASIC = User(id="a", type=2, status="active"), User(id="b", type=1, status="active")


def seconds(database: float | None, zoom: float | None) -> dict[str, timedelta | None]:
    return {
        name: None if skew is None else timedelta(seconds=skew)
        for name, skew in {"the database": database, "zoom": zoom}.items()
    }


@pytest.mark.parametrize(
    ("ahead", "state"),
    [
        (seconds(0, 0), State.OK),
        (seconds(4.9, -4.9), State.OK),
        (seconds(5, 0), State.WARNING),
        (seconds(0, -59.9), State.WARNING),
        (seconds(0, -60), State.WRONG),
        (seconds(60, None), State.WRONG),
        (seconds(None, 0), State.OK),
        (seconds(None, None), State.NOT_CHECKED),
    ],
)
def test_clocks_may_differ_by_as_much_as_reading_them_takes(
    ahead: Mapping[str, timedelta | None], state: State
) -> None:
    found = clock(ahead, WINDOW)

    assert found.state is state
    assert (found.remedy is None) is (state in {State.OK, State.NOT_CHECKED})


@pytest.mark.parametrize(
    ("ahead", "whose"),
    [
        (seconds(90, 90), "on this machine,"),
        (seconds(90, 0), "on whatever runs the database,"),
        (seconds(0, 90), "on this machine and the database,"),
        (seconds(None, 90), "on this machine,"),
    ],
)
def test_the_clock_that_disagrees_with_the_others_is_the_one_to_set(
    ahead: Mapping[str, timedelta | None], whose: str
) -> None:
    assert whose in (clock(ahead, WINDOW).remedy or "")


def test_a_clock_outside_the_window_says_that_events_are_refused() -> None:
    assert "refused" in clock(seconds(0, 91 * 60), WINDOW).found
    assert "refused" not in clock(seconds(0, 89 * 60), WINDOW).found


@pytest.mark.parametrize(
    ("secret", "state"),
    [
        ("kfDhv6pLQTqi5rOwAbCdEf", State.OK),
        ("a-secret-of-16-c", State.OK),
        ("a-secret-of-15c", State.WRONG),
        ("changeme-changeme-changeme", State.WRONG),
        ("with a space in between", State.WRONG),
        ("aaaaaaaaaaaaaaaaaaaaaa", State.WRONG),
        ("geheimnis-mit-umläuten-ä", State.WRONG),
    ],
)
def test_a_secret_is_judged_by_its_looks_and_never_shown(secret: str, state: State) -> None:
    good = SecretStr("kfDhv6pLQTqi5rOwAbCdEf")

    found = webhook_secret(settings_of_nowhere(zoom_webhook_secrets=[good, SecretStr(secret)]))

    assert found.state is state
    assert secret not in f"{found.found} {found.remedy}"


@pytest.mark.parametrize(
    ("configured", "users", "limits", "unpaid", "state"),
    [
        (Plan.PRO, [LICENSED], {}, False, State.OK),
        (Plan.PRO, [LICENSED, BASIC], {Label.MEDIUM: 20}, None, State.OK),
        (Plan.FREE, [BASIC], {}, True, State.OK),
        (Plan.FREE, [BASIC], {Label.MEDIUM: 2}, None, State.OK),
        (Plan.BUSINESS, [LICENSED], {Label.MEDIUM: 20}, False, State.WRONG),
        (Plan.PRO, [BASIC], {}, True, State.WRONG),
        (Plan.PRO, [LICENSED], {Label.LIGHT: 80}, False, State.WARNING),
        (Plan.FREE, [LICENSED], {}, None, State.WARNING),
        (Plan.PRO, [BASIC], {}, None, State.WARNING),
    ],
)
def test_the_plan_is_compared_with_all_that_can_be_seen_of_the_real_one(
    configured: Plan, users: list[User], limits: dict[Label, int], unpaid: bool | None, state: State
) -> None:
    found = plan(configured, users, limits, is_refused_as_unpaid=unpaid)

    assert found.state is state
    assert (found.remedy is None) is (state is State.OK)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"encryption_keys": "no-key"}, "ENCRYPTION_KEYS"),
        ({"zoom_api_url": "zoom.us"}, "ZOOM_API_URL"),
        ({"database_url": "postgresql://user:word@host:no-port/name"}, "DATABASE_URL"),
    ],
    ids=["keys", "zoom-url", "database-url"],
)
def test_what_is_read_late_is_read_early(changes: Mapping[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named) as raised:
        check_readable(settings_of_nowhere(**changes))

    assert not any(value in str(raised.value) for value in changes.values())


@pytest.mark.parametrize(
    ("states", "readable", "code"),
    [
        ((State.OK, State.WARNING, State.NOT_CHECKED), True, 0),
        ((State.OK, State.WRONG), True, 1),
        ((State.WRONG, State.NOT_CHECKED), False, 2),
    ],
    ids=["fine", "wrong", "unreadable"],
)
def test_the_exit_code_tells_machines_whether_something_is_wrong(
    states: tuple[State, ...], readable: bool, code: int
) -> None:
    checks = tuple(Check(Subject.HOSTS, state, "found") for state in states)

    assert Report(checks, is_readable=readable).exit_code == code


def test_the_table_has_a_line_for_each_check_and_takes_nothing_for_markup() -> None:
    report = Report((Check(Subject.ZOOM, State.WRONG, "[red]found[/red]", "Somebody: do it."),))
    console = Console(width=120)
    with console.capture() as captured:
        console.print(table_of(report))

    assert "[red]found[/red]" in captured.get()
    assert "Somebody: do it." in captured.get()
    assert summary_of(report) == "1 wrong."


async def test_a_check_that_fails_or_takes_too_long_is_a_line_that_quotes_nothing() -> None:
    async def fails() -> None:
        raise OSError("a text with a secret in it")

    async def hangs() -> None:
        await asyncio.Event().wait()

    async def answers() -> str:
        return "well"

    failed = await attempt(Subject.QUEUE, fails())
    late = await attempt(Subject.EVENTS, hangs(), seconds=0.01)

    assert isinstance(failed, Check)
    assert (failed.subject, failed.state, failed.found) == (
        Subject.QUEUE,
        State.WRONG,
        "It could not be looked at (OSError).",
    )
    assert isinstance(late, Check)
    assert (late.state, late.found) == (State.WRONG, "It could not be looked at in 0.01 seconds.")
    assert await attempt(Subject.QUEUE, answers()) == "well"
