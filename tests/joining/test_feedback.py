"""What a programme's people said on their pages, read for a week or some days: notes in the weekly record, and feedback."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from app.access.models import Scope
from app.bookings.answers.feedback import LONGEST_RANGE
from app.http.tables import table
from tests.support.pages import Pages, pages_of
from tests.support.service import Service, problem

# The Wednesday of 2026-W11, whose week ends on 16 March.
STARTS_AT = datetime(2026, 3, 11, 10, tzinfo=UTC)
DAYS = {"from": "2026-03-11", "to": "2026-03-12"}
FORMULA = '=HYPERLINK("https://example.org","Marks")'
QUESTIONS = [{"name": "match", "text": "Do you fit together?", "kind": "scale"}, {"name": "why", "text": "Why?"}]


async def held(service: Service) -> Pages:
    """Let a session be over that is the mid-point of its pairing; its pages still work."""
    pages = await pages_of(service, pack_name="the-brokerage")
    own = {"feedback": {"mid_point": {"after_session": 1, "questions": QUESTIONS}}}
    path = f"/v1/programmes/{pages.scenario.programme}/page"
    assert (await pages.reader.put(path, json=own, headers={"If-Match": '"1"'})).status_code == 200
    ended = datetime.now(UTC) - timedelta(hours=1)
    await pages.change(state="completed", starts_at=ended - timedelta(hours=1), ends_at=ended)
    return pages


async def told(pages: Pages) -> None:
    for role, notes in (("mentor", FORMULA), ("mentee", "First."), ("mentee", "We were late.\nSorry.")):
        said = await pages.pressed(role, "took-place", held="no" if role == "mentor" else "yes", notes=notes)
        assert "has your answer" in said
    for answer in ("2", "4"):
        await pages.pressed("mentee", "feedback", **{"answer.match": answer, "answer.why": "+44 20 7946 0000"})
    # The session was in March: who reads it later asks for that week.
    await pages.change(starts_at=STARTS_AT, ends_at=STARTS_AT + timedelta(minutes=45))


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_notes_of_both_sides_are_in_the_weekly_record_for_who_may_read_them_and_are_no_formulas(
    service: Service,
) -> None:
    pages = await held(service)
    await told(pages)
    path = f"/v1/programmes/{pages.scenario.programme}/sessions"
    week = {"week": "2026-W11"}

    short = await pages.reader.get(path, params=week)
    whole = await pages.reader.get(path, params={**week, "expand": "said"})
    (row,) = rows(await pages.reader.get(path, params={**week, "expand": "said", "format": "csv"}))

    assert "said" not in short.json()["sessions"][0]
    assert "We were late" not in short.text
    (session,) = whole.json()["sessions"]
    assert {each["role"]: (each["is_held"], each["notes"]) for each in session["said"]} == {
        "mentor": (False, FORMULA),
        "mentee": (True, "We were late.\nSorry."),
    }
    assert whole.headers["Cache-Control"] == "no-store"
    assert (row["mentor_held"], row["mentor_notes"]) == ("no", f"'{FORMULA}")
    assert (row["mentee_held"], row["mentee_notes"]) == ("yes", "We were late.\nSorry.")
    read = [each for each in await pages.trail("key") if each["action"] == "participant.answers_read"]
    assert [(each["subject_type"], each["after"]) for each in read] == [
        ("programme", {"answers": 2, "week": "2026-W11"})
    ] * 2
    assert "late" not in str(read)
    website = await service.caller(Scope.BOOKINGS_READ)
    assert (await website.get(path, params=week)).status_code == 200
    refused = problem(await website.get(path, params={**week, "expand": "said"}), 403, "not-permitted")
    assert "registry:read" in refused["detail"]


async def test_feedback_is_read_for_a_week_or_some_days_the_newest_of_each_as_json_and_as_a_table(
    service: Service,
) -> None:
    pages = await held(service)
    await told(pages)
    path = f"/v1/programmes/{pages.scenario.programme}/feedback"

    by_week = (await pages.reader.get(path, params={"week": "2026-W11"})).json()
    by_days = await pages.reader.get(path, params={**DAYS, "expand": "questions"})
    match, why = rows(await pages.reader.get(path, params=DAYS, headers={"Accept": "text/csv"}))

    (found,) = by_week["items"]
    assert (found["kind"], found["role"], found["date"], found["booking_id"]) == (
        "mid_point",
        "mentee",
        "2026-03-11",
        pages.booking["id"],
    )
    assert found["answers"] == [{"name": "match", "answer": "4"}, {"name": "why", "answer": "+44 20 7946 0000"}]
    assert [each["question"] for each in by_days.json()["items"][0]["answers"]] == ["Do you fit together?", "Why?"]
    assert by_days.headers["Cache-Control"] == "no-store"
    assert (match["question"], match["answer"], match["role"]) == ("Do you fit together?", "4", "mentee")
    assert why["answer"] == "'+44 20 7946 0000"
    for other in ({"from": "2026-03-12", "to": "2026-03-13"}, {"week": "2026-W12"}):
        assert (await pages.reader.get(path, params=other)).json()["items"] == []
    read = [each["after"] for each in await pages.trail("key") if each["action"] == "participant.answers_read"]
    assert read == [{"answers": 1, "from": "2026-03-09", "to": "2026-03-16"}, *[{"answers": 1, **DAYS}] * 2]


async def test_feedback_is_for_who_may_read_the_registry_of_their_own_partner_and_for_days_that_there_are(
    service: Service,
) -> None:
    pages = await held(service)
    await told(pages)
    path = f"/v1/programmes/{pages.scenario.programme}/feedback"
    elsewhere = (await pages.reader.post("/v1/partners", json={"name": "Harbour Youth"})).json()["id"]

    problem(await (await service.caller(Scope.BOOKINGS_READ)).get(path, params=DAYS), 403, "not-permitted")
    stranger = await service.caller(Scope.REGISTRY_READ, partner_id=elsewhere)
    assert (await stranger.get(path, params=DAYS)).json()["items"] == []
    assert (await pages.reader.get(path)).json()["items"] == [], "of the present week, in which nothing was said"
    problem(await pages.reader.get(f"/v1/programmes/{elsewhere}/feedback", params=DAYS), 404, "not-found")
    too_many = {"from": "2026-01-01", "to": str((datetime(2026, 1, 2) + timedelta(days=LONGEST_RANGE)).date())}  # noqa: DTZ001  # a day
    for wrong in ({"week": "2026-W54"}, {**DAYS, "week": "2026-W11"}, {"from": "2026-03-11"}, too_many):
        problem(await pages.reader.get(path, params=wrong), 422, "invalid-fields")
    for wrong in ({"from": DAYS["to"], "to": DAYS["from"]}, {**DAYS, "expand": "everything"}):
        problem(await pages.reader.get(path, params=wrong), 422, "invalid-fields")


def test_whatever_begins_like_a_formula_is_text_in_a_table_and_nothing_else_is_changed() -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1"]
    plain = ["yes", "", None, 12, "a=b", "Line one\nline two", 'He said "no", twice']
    answer = table(["cell"], [[each] for each in (*formulas, *plain)], name="cells")
    cells = [row["cell"] for row in csv.DictReader(io.StringIO(bytes(answer.body).decode(), newline=""))]
    assert cells == [*(f"'{each}" for each in formulas), *("" if each is None else str(each) for each in plain)]
