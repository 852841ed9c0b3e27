"""The pages of personal links over HTTP: what they show, what their buttons do, and that to look changes nothing."""

import asyncio
import base64
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from app.access.models import Scope
from app.bookings.answers.models import ParticipantAnswer
from app.joining.links.tokens import new_token
from app.joining.pages.guessing import WRONG_LINKS_PER_MINUTE, Attempts
from app.joining.pages.models import AttemptCount, AttemptKind
from app.joining.pages.second_fact import ATTEMPTS
from app.joining.pages.words import ENGLISH, catalogue
from app.kit.clock import utc_now
from app.kit.database import Database
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from app.settings import Settings
from tests.support.pages import pages_of, tokens_of, words_of
from tests.support.scenario import make_scenario
from tests.support.service import Service, problem, service_running

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 20).decode()
PER_REQUEST = {"x-request-id", "date"}


async def everything(service: Service) -> dict[str, Any]:
    """Return a digest of every table."""
    found = {}
    async with service.database.transaction() as session:
        connection = await session.connection()
        # Which the application may not read; what is placed of it, it may.
        for table in (each for each in SQLModel.metadata.sorted_tables if each.name != "audit_unplaced"):
            rows = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table.name} AS t"  # noqa: S608  # our own tables
            found[table.name] = await connection.scalar(text(rows))
    return found


async def test_to_look_changes_nothing_whoever_looks_and_however_often(service: Service) -> None:
    pages = await pages_of(service)
    before = await everything(service)

    for method, path in (
        ("GET", pages.path("mentor")),
        ("HEAD", pages.path("mentor")),
        ("GET", pages.path("mentee")),
        ("HEAD", f"{pages.path('mentee')}/logo"),
        ("GET", f"{pages.path('mentee')}/go"),
    ):
        await pages.browser.request(method, path)

    assert await everything(service) == before
    await pages.browser.get(f"/j/{new_token()}")
    after = await everything(service)
    assert {table for table in after if after[table] != before[table]} == {"attempt_count"}


async def test_every_link_that_does_not_work_gets_the_same_answer(service: Service) -> None:
    pages = await pages_of(service)
    replaced = dict(pages.tokens)
    revoked = (await tokens_of(pages.reader, pages.booking["id"], replace=True))["mentee"]
    await pages.reader.post(f"/v1/bookings/{pages.booking['id']}/links/mentee/revoke")
    pages.tokens["expired"] = (await tokens_of(pages.reader, pages.booking["id"], participants=["mentor"]))["mentor"]
    await pages.change(starts_at=utc_now() - timedelta(days=40), ends_at=utc_now() - timedelta(days=40, hours=-1))
    tokens = (new_token(), replaced["mentor"], revoked, pages.tokens["expired"], "short", "a" * 43)

    answers = [await pages.browser.get(f"/j/{each}") for each in tokens]
    presses = [await pages.browser.post(f"/j/{each}/worried", data={"text": "Help."}) for each in tokens]

    for answer in (*answers, *presses):
        assert (answer.status_code, answer.text) == (404, answers[0].text)
        headers = {name: value for name, value in answer.headers.items() if name not in PER_REQUEST}
        assert headers == {name: value for name, value in answers[0].headers.items() if name not in PER_REQUEST}
    assert "This link does not work" in answers[0].text


async def test_whoever_tries_links_must_wait_whichever_process_answers_and_so_must_their_right_link(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.main.WRONG_LINKS_PER_MINUTE", 3)
    async with service_running(settings, database) as service, service_running(settings, database) as another:
        pages = await pages_of(service)
        elsewhere = await another.anonymous()
        wrong = [
            (await browser.get(f"/j/{new_token()}{path}")).status_code
            for browser, path in ((pages.browser, ""), (elsewhere, "/logo"), (pages.browser, ""), (elsewhere, ""))
        ]
        right = await pages.browser.get(pages.path("mentor"))
    assert wrong == [404, 404, 404, 429]
    assert (right.status_code, right.headers["Retry-After"]) == (429, "60")
    assert "Please wait a minute" in right.text


async def test_a_script_that_holds_a_link_presses_no_oftener_than_a_person_whichever_process_answers(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.main.PRESSES_PER_MINUTE", 2)
    async with service_running(settings, database) as service, service_running(settings, database) as another:
        pages = await pages_of(service)
        elsewhere = replace(pages, browser=await another.anonymous())
        presses = [(await each.press("mentee", "agree")).status_code for each in (pages, elsewhere, pages, elsewhere)]
        others = await pages.press("mentor", "agree")
    assert presses == [200, 200, 429, 429]
    assert others.status_code == 200


async def test_attempts_refill_steadily_and_are_each_ones_own_so_that_a_year_of_guessing_finds_no_link(
    settings: Settings, database: Database
) -> None:
    allowed = 3
    wrong = Attempts(AttemptKind.WRONG_LINK, allowed, settings.key_ring)
    presses = Attempts(AttemptKind.PRESS, allowed, settings.key_ring)
    async with database.transaction() as session:

        async def tries() -> int:
            return sum([await wrong.count(session, "192.0.2.1") for _ in range(2 * allowed)])

        async def wait(seconds: int) -> None:
            passed = "UPDATE attempt_count SET used_until = used_until - make_interval(secs => :seconds)"
            await (await session.connection()).execute(text(passed), {"seconds": seconds})

        assert await tries() == allowed
        assert not await wrong.may_try(session, "192.0.2.1")
        assert [await wrong.may_try(session, "192.0.2.2"), await presses.may_try(session, "192.0.2.1")] == [True, True]
        await wait(20)
        assert await wrong.may_try(session, "192.0.2.1")
        assert await tries() == 1
        await wait(3600)
        assert await tries() == allowed
        kept = (await session.exec(select(AttemptCount))).all()
    assert "192.0.2.1" not in str(kept)
    # A thousand addresses for a year, against a million links.
    assert WRONG_LINKS_PER_MINUTE * 60 * 24 * 366 * 1000 * 1_000_000 / 2**256 < 1e-50


async def test_a_page_tells_when_with_whom_and_how_to_prepare_and_loads_nothing_from_elsewhere(
    service: Service,
) -> None:
    pages = await pages_of(service)
    async with service.database.transaction() as session:
        (await session.get_one(Person, pages.scenario.mentee)).name = "Amara Okafor"
        programme = await session.get_one(Programme, pages.scenario.programme)
        programme.coordinators = [{"name": "Coordination desk", "phone": "020 7946 0000", "email": "desk@example.org"}]
    for path, change in (
        (f"/v1/people/{pages.scenario.mentor}", {"time_zone": "Asia/Kolkata"}),
        (f"/v1/pairings/{pages.scenario.pairing}", {"agenda": "How to write a first CV"}),
    ):
        changed = await pages.reader.patch(path, json=change, headers={"If-Match": "*"})
        assert changed.status_code == 200, changed.text
        assert change.items() <= changed.json().items()
    nowhere = {"time_zone": "Asia/Nowhere"}
    problem(
        await pages.reader.patch(f"/v1/people/{pages.scenario.mentor}", json=nowhere, headers={"If-Match": "*"}),
        422,
        "invalid-fields",
    )

    answer = await pages.browser.get(pages.path("mentor"))
    shown = words_of(answer)

    assert "Your session with Amara" in shown
    assert "Okafor" not in shown
    assert "10:00 to 11:00" in shown
    in_kolkata = datetime.fromisoformat(pages.booking["starts_at"]).astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"{in_kolkata:%H:%M} to {in_kolkata + timedelta(hours=1):%H:%M}, India Time" in shown
    assert "60 minutes" in shown
    assert "How to write a first CV" in shown
    assert "Guidance: One Million Mentors, Technology" in shown
    assert "Coordination desk" in shown
    assert "Childline" in shown
    assert "call 999" in shown
    assert "is being made ready" in shown
    assert "under 18" not in shown
    loaded = re.findall(r"(?:src|action)=\"([^\"]*)\"|<link[^>]*href=\"([^\"]*)\"", answer.text)
    assert {own or linked for own, linked in loaded if not (own or linked).startswith("/j/")} == {"data:,"}
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    headers = answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "set-cookie" not in headers
    for name in ("page.css", "live.js", "again.js"):
        assert (await pages.browser.get(f"/j/assets/{name}")).status_code == 200
    assert (await pages.browser.get("/j/assets/../main.py")).status_code == 404


async def test_a_mentor_is_told_that_their_mentee_is_a_minor_and_the_mentee_is_not(service: Service) -> None:
    pages = await pages_of(service, pack_name="the-brokerage", mentee_birth_date=date(utc_now().year - 16, 1, 1))
    told = await pages.get("mentor")
    assert "Your mentee is under 18" in told
    assert "Do not share your telephone number" in told
    assert "under 18" not in await pages.get("mentee")


async def test_a_call_says_who_calls_whom_and_shows_the_programmes_number_to_the_mentor_alone(service: Service) -> None:
    pages = await pages_of(service)
    async with service.database.transaction() as session:
        programme = await session.get_one(Programme, pages.scenario.programme)
        programme.coordinators = [{"name": "Coordination desk", "phone": "020 7946 0000"}]
    await pages.change(state="confirmed", modality="phone")
    mentor, mentee = await pages.get("mentor"), await pages.get("mentee")
    assert "call your programme, not your mentee" in mentor
    assert "The programme's number: 020 7946 0000" in mentor
    assert "Your programme calls you" in mentee
    assert "The programme's number" not in mentee


async def test_agreements_count_at_once_and_the_trail_names_the_participant(service: Service) -> None:
    pages = await pages_of(service)
    assert "You have agreed to meet online." in await pages.get("mentee")

    assert "You no longer agree to meet online" in await pages.pressed("mentee", "withdraw")
    again = await pages.pressed("mentee", "withdraw")
    assert "That was so already" in again
    # What the decision rests on has changed in the same transaction: no meeting is shown until it is decided again.
    async with service.database.transaction() as session:
        assert (await session.get_one(Person, pages.scenario.mentee)).facts_version == 1
    assert "Thank you. You have agreed to meet online." in await pages.pressed("mentee", "agree")
    assert "That was so already" in await pages.pressed("mentee", "agree")
    # The mentor's is on file already, and the mentee has no code of conduct to accept.
    assert "That was so already" in await pages.pressed("mentor", "accept")
    assert "That was so already" in await pages.pressed("mentee", "accept")

    assert [each["action"] for each in await pages.trail()] == ["evidence.withdrawn", "evidence.given"]
    mentees = (await pages.reader.get(f"/v1/bookings/{pages.booking['id']}/participants")).json()["items"]
    (mentee,) = (each["id"] for each in mentees if each["role"] == "mentee")
    assert {each["actor"] for each in await pages.trail()} == {mentee}


async def test_who_cannot_come_tells_the_coordinator_and_by_policy_cancels(service: Service) -> None:
    pages = await pages_of(service, doors={"declining_cancels": True})
    assert "Cancel this session" in await pages.get("mentor")

    assert "The session is cancelled" in await pages.pressed("mentor", "decline", message="I am ill.")

    (incident,) = await pages.incidents("cannot_come")
    assert incident["details"] == {"role": "mentor", "cancelled": True}
    assert "ill" not in str(incident)
    shown = (await pages.reader.get(f"/v1/bookings/{pages.booking['id']}")).json()
    assert shown["state"] == "cancelled"
    assert "This session was cancelled" in await pages.get("mentee")
    assert [each["content"] for each in await pages.answers()] == [{"message": "I am ill."}]


async def test_without_such_a_policy_the_session_stands_and_another_time_can_be_asked_for(service: Service) -> None:
    pages = await pages_of(service)
    assert "Your coordinator knows that you cannot come" in await pages.pressed("mentee", "decline")
    assert "you would like another time" in await pages.pressed(
        "mentee", "another-time", message="Thursdays\r\nafter 4"
    )

    assert (await pages.reader.get(f"/v1/bookings/{pages.booking['id']}")).json()["state"] == "provisioning"
    assert [len(await pages.incidents(kind)) for kind in ("cannot_come", "another_time_wanted")] == [1, 1]
    answers = await pages.answers()
    assert [(each["role"], each["kind"], each["content"]) for each in answers] == [
        ("mentee", "cannot_come", {}),
        ("mentee", "another_time", {"message": "Thursdays\nafter 4"}),
    ]
    stranger = await service.caller(Scope.REGISTRY_READ, partner_id=await another_partner(service))
    path = f"/v1/bookings/{pages.booking['id']}/answers"
    problem(await stranger.get(path), 404, "not-found")
    problem(await (await service.caller(Scope.BOOKINGS_READ)).get(path), 403, "not-permitted")
    read = [each for each in await pages.trail("key") if each["action"] == "participant.answers_read"]
    assert [each["after"] for each in read] == [{"answers": 2}]
    async with service.database.transaction() as session:
        stored = (await session.exec(select(ParticipantAnswer.content))).all()
    assert not any("Thursdays" in each for each in stored)


async def another_partner(service: Service) -> str:
    admin = await service.caller()
    return str((await admin.post("/v1/partners", json={"name": "Harbour Youth"})).json()["id"])


async def test_who_is_worried_is_heard_in_two_presses_once_and_never_shown_to_the_other(service: Service) -> None:
    pages = await pages_of(service)
    once = str(uuid4())
    for _ in range(2):
        assert "Thank you for telling us" in await pages.pressed(
            "mentee", "worried", once=once, text="He asked for photos."
        )
    assert "Thank you for telling us" in await pages.pressed("mentor", "worried", once="", text="  ")

    concerns = {each["details"]["reported_by"]: each for each in await pages.incidents("concern")}
    assert concerns.keys() == {"mentee", "mentor"}
    first, second = concerns["mentee"], concerns["mentor"]
    assert len(await pages.incidents("concern")) == len(concerns)
    report = (await pages.reader.get(f"/v1/incidents/{first['id']}/report")).json()
    assert report["text"] == "He asked for photos."
    assert "wrote nothing" in (await pages.reader.get(f"/v1/incidents/{second['id']}/report")).text
    assert "photos" not in await pages.get("mentor") + str(await pages.trail())
    await pages.change(state="cancelled")
    assert "Thank you for telling us" in await pages.pressed("mentee", "worried", text="And again.")


async def test_afterwards_they_say_whether_it_took_place_and_answer_the_programmes_questions(service: Service) -> None:
    pages = await pages_of(service, pack_name="the-brokerage")
    question = {"name": "match", "text": "Do you fit together?", "kind": "scale"}
    own = {"feedback": {"mid_point": {"after_session": 1, "questions": [question, {"name": "why", "text": "Why?"}]}}}
    path = f"/v1/programmes/{pages.scenario.programme}/page"
    assert (await pages.reader.put(path, json=own, headers={"If-Match": '"1"'})).status_code == 200
    await pages.change(starts_at=utc_now() - timedelta(hours=2), ends_at=utc_now() - timedelta(hours=1))
    await pages.change(state="confirmed")

    shown = await pages.get("mentee")
    assert "Did the session take place?" in shown
    assert "Do you fit together?" in shown
    assert "Please say whether" in await pages.pressed("mentee", "took-place", held="perhaps")
    assert "has your answer" in await pages.pressed("mentee", "took-place", held="yes", notes="We were late.")
    assert "at least one question" in await pages.pressed("mentee", "feedback", **{"answer.match": "9"})
    assert "has your answers" in await pages.pressed("mentee", "feedback", **{"answer.match": "4", "answer.other": "x"})

    assert [(each["kind"], each["content"]) for each in await pages.answers()] == [
        ("took_place", {"held": "yes", "notes": "We were late."}),
        ("mid_point", {"match": {"question": "Do you fit together?", "answer": "4"}}),
    ]
    assert "That was so already" in await pages.pressed("mentee", "another-time", message="x")


async def test_a_second_fact_hides_the_session_is_remembered_and_works_without_cookies(service: Service) -> None:
    pages = await pages_of(service, doors={"second_fact": "birthday"}, mentee_birth_date=date(2000, 2, 9))
    gate = await pages.get("mentee")
    assert "Is it you?" in gate
    assert "10:00" not in gate
    assert "Childline" in gate
    refused = await pages.press("mentee", "worried", text="Not by this way.")
    assert "Is it you?" in refused.text
    assert await pages.incidents("concern") == []

    wrong = await pages.pressed("mentee", "enter", day="10", month="2")
    right = await pages.press("mentee", "enter", day="9", month="02")

    assert "You can try 4 more times" in wrong
    assert "10:00 to 11:00" in right.text
    cookie = right.headers["set-cookie"]
    assert f"Path={pages.path('mentee')}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    (proof,) = set(re.findall(r'name="proof" value="([^"]+)"', right.text))
    without_cookies = await pages.pressed("mentee", "decline", proof=proof)
    assert "Your coordinator knows that you cannot come" in without_cookies
    assert "Is it you?" in await pages.pressed("mentor", "decline", proof=proof)
    remembered = await pages.browser.get(pages.path("mentee"), headers={"Cookie": cookie.partition(";")[0]})
    assert "10:00 to 11:00" in remembered.text


async def test_whoever_guesses_birthdays_has_five_attempts_however_many_are_sent_at_once(service: Service) -> None:
    pages = await pages_of(service, doors={"second_fact": "birthday"}, mentee_birth_date=date(2000, 12, 31))

    guesses = [pages.press("mentee", "enter", day=str(day), month="7") for day in range(1, 16)]
    answers = await asyncio.gather(*guesses)
    afterwards = await pages.press("mentee", "enter", day="31", month="12")

    assert sum("This link is locked" in each.text for each in answers) == len(answers) - ATTEMPTS + 1
    assert "This link is locked" in afterwards.text
    assert "set-cookie" not in afterwards.headers
    assert "This link is locked" in await pages.get("mentee")
    assert [each["action"] for each in await pages.trail()].count("personal_link.second_fact_wrong") == ATTEMPTS
    (incident,) = await pages.incidents("second_fact_wrong")
    assert incident["details"] == {"role": "mentee", "asked_for": "birthday"}
    # Measured: of all birthdays of a leap year so many can be tried before somebody is asked.
    assert ATTEMPTS / 366 < 0.014
    pages.tokens |= await tokens_of(pages.reader, pages.booking["id"], participants=["mentee"], replace=True)
    assert "10:00 to 11:00" in await pages.pressed("mentee", "enter", day="31", month="12")


async def test_a_code_is_read_by_who_may_read_links_and_opens_the_page(service: Service) -> None:
    pages = await pages_of(service, doors={"second_fact": "code"})
    path = f"/v1/bookings/{pages.booking['id']}/participants/mentor/code"

    problem(await (await service.caller(Scope.BOOKINGS_READ)).get(path), 403, "not-permitted")
    problem(
        await (await service.caller(Scope.LINKS_READ, partner_id=await another_partner(service))).get(path),
        404,
        "not-found",
    )
    answer = await pages.reader.get(path)
    code = answer.json()["code"]

    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"\d{6}", code)
    assert "Is it you?" in await pages.pressed("mentor", "enter", code=f"{(int(code) + 1) % 10**6:06}")
    assert "10:00 to 11:00" in await pages.pressed("mentor", "enter", code=f"{code[:3]} {code[3:]}")
    assert "personal_link.code_read" in [each["action"] for each in await pages.trail("key")]


async def test_a_programme_rewords_its_pages_and_nothing_of_it_becomes_markup(service: Service) -> None:
    pages = await pages_of(service)
    path = f"/v1/programmes/{pages.scenario.programme}/page"
    before = await pages.reader.get(path)
    said: dict[str, Any] = {
        "language": "cy",
        "words": {
            "session.title": "Dy sesiwn gyda {name}",
            "notice.being_arranged.title": "<b>Bron yn barod</b>",
            "prepare.data_costs": "",
        },
        "helplines": [{"name": "Meic", "phone": "080880 23456"}],
        "emergency_number": "112",
        "code_of_conduct": "Be kind.\nBe on time.",
        "logo": {"media_type": "image/png", "base64": PNG},
    }

    put = await pages.reader.put(path, json=said, headers={"If-Match": before.headers["ETag"]})

    assert put.status_code == 200, put.text
    read = (await pages.reader.get(path)).json()
    assert {name: read[name] for name in said} == said | {"helplines": [{**said["helplines"][0], "url": None}]}
    answer = await pages.browser.get(pages.path("mentor"))
    assert '<html lang="cy">' in answer.text
    assert "Dy sesiwn gyda A" in answer.text
    assert "&lt;b&gt;Bron yn barod" in answer.text
    assert "uses a lot of data" not in answer.text
    assert "Childline" not in answer.text
    assert "call 112" in words_of(answer)
    assert "Be on time." in answer.text
    logo = await pages.browser.get(f"{pages.path('mentor')}/logo")
    assert (logo.headers["content-type"], logo.content) == ("image/png", base64.b64decode(PNG))
    assert put.headers["ETag"] != before.headers["ETag"]
    problem(
        await pages.reader.put(path, json=said | {"language": "en-GB"}, headers={"If-Match": '"1"'}),
        412,
        "changed-meanwhile",
    )
    problem(await pages.reader.put(path, json={}), 428, "if-match-required")


async def test_what_a_programme_cannot_say_is_refused_by_field(service: Service) -> None:
    caller = await service.caller()
    path = f"/v1/programmes/{(await make_scenario(service.database)).programme}/page"
    cases: list[tuple[Any, str]] = [
        ({"words": {"no.such": "x"}}, "words"),
        ({"words": {"session.title": "With {birthday}"}}, "words"),
        ({"language": "klingon-kirk"}, "language"),
        ({"logo": {"media_type": "image/png", "base64": "PHN2Zz4="}}, "logo"),
        ({"logo": {"media_type": "image/svg+xml", "base64": "PHN2Zz4="}}, "logo.media_type"),
        ({"helplines": [{"name": "Nobody"}]}, "helplines.0"),
        ({"helplines": [{"name": "Insecure", "url": "http://example.org"}]}, "helplines.0.url"),
        ({"feedback": {"end_point": {"questions": []}}}, "feedback.end_point.questions"),
    ]
    for said, field in cases:
        body = problem(await caller.put(path, json=said, headers={"If-Match": "*"}), 422, "invalid-fields")
        assert [each["field"] for each in body["errors"]] == [field], said


async def test_the_pages_of_a_programme_are_the_organisations_to_set(service: Service) -> None:
    pages = await pages_of(service)
    path = f"/v1/programmes/{pages.scenario.programme}/page"
    of_partner = await service.caller(Scope.REGISTRY_WRITE, Scope.REGISTRY_READ, partner_id=pages.scenario.partner)
    assert (await of_partner.get(path)).status_code == 200
    problem(await of_partner.put(path, json={}, headers={"If-Match": "*"}), 403, "not-permitted")
    problem(await (await service.caller(Scope.BOOKINGS_READ)).get(path), 403, "not-permitted")
    listed = (await of_partner.get("/v1/page-words")).json()["items"]
    assert {each["key"] for each in listed} == catalogue(ENGLISH).keys()


async def test_what_no_page_of_ours_sends_is_answered_in_plain_words(service: Service) -> None:
    pages = await pages_of(service)
    path = f"{pages.path('mentee')}/worried"
    too_long = await pages.browser.post(path, data={"text": "a" * 5001})
    as_json = await pages.browser.post(path, json={"text": "a"})
    unknown = await pages.browser.post(f"{pages.path('mentee')}/explode")
    assert [each.status_code for each in (too_long, as_json, unknown)] == [400, 400, 404]
    for each in (too_long, as_json, unknown):
        assert each.headers["content-type"].startswith("text/html")
    assert "We could not read that" in too_long.text
    assert await pages.incidents("concern") == []
    kept = await pages.pressed("mentee", "worried", text="A\ttab\x00 and \U0001f600")
    assert "Thank you for telling us" in kept
