"""Sessions that a coordinator must approve."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.access.models import Role, Scope
from app.bookings.models import Booking, DecisionRecord, Reservation
from app.bookings.review import decide_next
from app.bookings.states import BookingState
from app.kit.clock import utc_now
from app.kit.database import Database
from app.policy.evidence import EvidenceKind
from app.provisioning.timers import every_minute
from app.registry.evidence.models import Evidence
from app.registry.people.models import Person
from app.settings import Settings
from tests.support.scenario import MEASURES, Scenario, add_host, any_key, make_scenario
from tests.support.service import Service, problem, service_running
from tests.support.zoom import System, eventually

WHY = {"reason": "The partner's safeguarding lead has agreed."}
EVENING = 19
CONSENTS = select(Evidence).where(Evidence.kind == EvidenceKind.VIRTUAL_MEETING_CONSENT)


async def at_risk(database: Database, scenario: Scenario) -> None:
    """Record the mentee as an adult at risk, with measures that were discussed."""
    async with database.transaction() as session:
        (await session.get_one(Person, scenario.mentee)).adult_at_risk = True
        session.add(
            Evidence(
                kind=EvidenceKind.AT_RISK_MEASURES,
                partner_id=scenario.partner,
                pairing_id=scenario.pairing,
                valid_from=utc_now().date(),
                given_by=(await any_key(session)).id,
            )
        )


async def withdraw_consent(database: Database) -> None:
    async with database.transaction() as session:
        for consent in (await session.exec(CONSENTS)).all():
            consent.withdrawn_at = utc_now()


def in_utc(moment: object) -> str:
    return datetime.fromisoformat(str(moment)).astimezone(UTC).isoformat().replace("+00:00", "Z")


def denied_by(findings: list[dict[str, Any]]) -> set[str]:
    return {each["code"] for each in findings if each["outcome"] == "deny"}


async def waiting(service: Service, scenario: Scenario, **more: Any) -> dict[str, Any]:
    coordinator = await service.caller()
    response = await coordinator.post("/v1/bookings", json=scenario.booking(EVENING, **more))
    assert response.status_code == 202, response.text
    booking: dict[str, Any] = response.json()
    assert booking["state"] == "awaiting_approval"
    return booking


async def test_a_session_outside_working_hours_waits_and_is_made_once_it_is_approved(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await waiting(system, scenario)
    coordinator = await system.caller(Scope.APPROVALS_WRITE, Scope.BOOKINGS_READ, Scope.REGISTRY_READ)
    assert await system.zoom.meetings() == []

    response = await coordinator.post(f"/v1/bookings/{booking['id']}/approve", json=WHY)

    assert response.status_code == 200, response.text
    approved = response.json()
    assert approved["state"] == "confirmed"
    assert approved["approval"]["rules"] == ["schedule.working-hours"]
    assert approved["approval"]["reason"] == WHY["reason"]
    assert [each["id"] for each in await system.zoom.meetings()] == [approved["meeting"]["zoom_meeting_id"]]
    trail = str(await system.audit(booking["id"]))
    assert WHY["reason"] not in trail


async def test_a_stated_reason_for_the_evening_needs_no_approval(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    body = scenario.booking(EVENING, outside_hours_reason="The mentee works during the day.")

    response = await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})

    assert response.json()["state"] == "provisioning", response.text
    hours = next(each for each in response.json()["decision"]["findings"] if each["code"] == "schedule.working-hours")
    assert hours["outcome"] == "warn"


async def test_everybody_stays_reserved_while_it_waits_and_is_free_once_it_is_declined(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    coordinator = await service.caller()
    again = scenario.booking(EVENING)
    assert problem(await coordinator.post("/v1/bookings", json=again), 409, "clash")["parties"] == [
        "mentor",
        "mentee",
        "host",
    ]

    response = await coordinator.post(f"/v1/bookings/{booking['id']}/decline", json=WHY)

    assert response.json()["state"] == "declined"
    async with service.database.transaction() as session:
        assert (await session.exec(select(Reservation))).all() == []
    assert (await coordinator.post("/v1/bookings", json=again)).status_code == 202


async def test_the_first_session_of_an_adult_at_risk_is_approved_by_somebody_else_than_who_asked(
    system: System,
) -> None:
    scenario = await make_scenario(system.database)
    await at_risk(system.database, scenario)
    asking, other = await system.caller(), await system.caller()
    booking = (await asking.post("/v1/bookings", json=scenario.booking(10))).json()
    assert booking["state"] == "awaiting_approval"

    refused = problem(await asking.post(f"/v1/bookings/{booking['id']}/approve", json=WHY), 403, "not-permitted")
    approved = await other.post(f"/v1/bookings/{booking['id']}/approve", json=WHY)

    assert "somebody other" in refused["detail"]
    (entry,) = (await other.get("/v1/audit", params={"action": "request.denied"})).json()["items"]
    assert (entry["actor"], entry["subject_id"]) == (str(system.keys[asking]), booking["id"])
    assert (entry["after"]["reason"], entry["after"]["route"]) == (
        "not-permitted",
        "/v1/bookings/{booking_id}/approve",
    )
    assert approved.json()["state"] == "confirmed"


async def test_sessions_of_an_adult_at_risk_need_approval_until_an_approved_one_was_held(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    await at_risk(service.database, scenario)
    asking, other = await service.caller(), await service.caller()
    prefer = {"Prefer": "respond-async"}
    first = (await asking.post("/v1/bookings", json=scenario.booking(10))).json()
    path = f"/v1/bookings/{first['id']}"
    approved = await other.post(f"{path}/approve", json=WHY, headers=prefer)
    assert approved.json()["state"] == "provisioning", approved.text
    while_ahead = await asking.post("/v1/bookings", json=scenario.booking(12), headers=prefer)
    assert (await asking.post(f"{path}/cancel", json=WHY)).json()["state"] == "cancelled"
    after_cancelling = await asking.post("/v1/bookings", json=scenario.booking(14), headers=prefer)
    held = after_cancelling.json()["id"]
    assert (await other.post(f"/v1/bookings/{held}/approve", json=WHY, headers=prefer)).status_code == 202
    async with service.database.transaction() as session:
        (await session.get_one(Booking, UUID(held))).state = BookingState.COMPLETED

    after_one_was_held = await asking.post("/v1/bookings", json=scenario.booking(16), headers=prefer)

    states = [each.json()["state"] for each in (while_ahead, after_cancelling, after_one_was_held)]
    assert states == ["awaiting_approval", "awaiting_approval", "provisioning"]


async def test_an_approval_covers_the_measures_that_the_coordinator_saw(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    await at_risk(service.database, scenario)
    asking, other = await service.caller(), await service.caller()
    prefer = {"Prefer": "respond-async"}
    held, ahead = [
        f"/v1/bookings/{(await asking.post('/v1/bookings', json=scenario.booking(hour))).json()['id']}"
        for hour in (10, 12)
    ]
    for path in (held, ahead):
        assert (await other.post(f"{path}/approve", json=WHY, headers=prefer)).json()["state"] == "provisioning"
    async with service.database.transaction() as session:
        (await session.get_one(Booking, UUID(held.rsplit("/", 1)[1]))).state = BookingState.COMPLETED
    later = await asking.post("/v1/bookings", json=scenario.booking(14), headers=prefer)
    assert later.json()["state"] == "provisioning", later.text

    changed = {**MEASURES, "pairing_id": str(scenario.pairing)}
    assert (await asking.post("/v1/evidence", json=changed)).status_code == 201
    shown_before = (await asking.post("/v1/bookings", json=scenario.booking(16))).json()
    waits = f"/v1/bookings/{shown_before['id']}"
    assert (await asking.post("/v1/evidence", json=changed)).status_code == 201
    stale = problem(await other.post(f"{waits}/approve", json=WHY, headers=prefer), 409, "wrong-state")
    assert "measures" in stale["detail"]
    await decide_all_again(service)

    for path in (ahead, f"/v1/bookings/{later.json()['id']}", waits):
        now = (await asking.get(path)).json()
        assert now["state"] == "awaiting_approval", now
        assert (await other.post(f"{path}/approve", json=WHY, headers=prefer)).json()["state"] == "provisioning"


async def decide_all_again(service: Service) -> None:
    """Do what the worker does once a fact has changed."""
    async with service.database.transaction() as session:
        for booking in (await session.exec(select(Booking))).all():
            if booking.state is not BookingState.COMPLETED:
                booking.next_decision_at = utc_now()
    await decide_next(service.database)


async def test_a_mentor_at_risk_needs_measures_and_a_second_person_too(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    asking, other = await service.caller(), await service.caller()
    person = f"/v1/people/{scenario.mentor}"
    assert (await asking.patch(person, json={"adult_at_risk": True}, headers={"If-Match": "*"})).status_code == 200
    refused = problem(await asking.post("/v1/bookings", json=scenario.booking(10)), 422, "denied")
    assert denied_by(refused["findings"]) == {"at-risk.measures"}
    measures = {**MEASURES, "pairing_id": str(scenario.pairing)}
    assert (await asking.post("/v1/evidence", json=measures)).status_code == 201

    booking = (await asking.post("/v1/bookings", json=scenario.booking(10))).json()

    assert booking["state"] == "awaiting_approval"
    path = f"/v1/bookings/{booking['id']}/approve"
    problem(await asking.post(path, json=WHY), 403, "not-permitted")
    approved = await other.post(path, json=WHY, headers={"Prefer": "respond-async"})
    assert approved.json()["state"] == "provisioning", approved.text


async def test_a_rule_can_ask_that_somebody_else_approves_than_who_asked(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    asking, other = await service.caller(), await service.caller()
    guidance = {"rules": {"schedule.working-hours": {"parameters": {"second_person": True}}}}
    path = f"/v1/partners/{scenario.partner}/guidance"
    assert (await asking.put(path, json=guidance, headers={"If-Match": "*"})).status_code == 200
    booking = (await asking.post("/v1/bookings", json=scenario.booking(EVENING))).json()
    (hours,) = (each for each in booking["decision"]["findings"] if each["code"] == "schedule.working-hours")
    assert "a coordinator other than whoever asks for it" in hours["remedy"]

    refused = problem(await asking.post(f"/v1/bookings/{booking['id']}/approve", json=WHY), 403, "not-permitted")
    approved = await other.post(f"/v1/bookings/{booking['id']}/approve", json=WHY, headers={"Prefer": "respond-async"})

    assert "somebody other" in refused["detail"]
    assert approved.json()["state"] == "provisioning", approved.text


async def test_two_keys_of_one_person_are_not_two_people(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    await at_risk(service.database, scenario)
    asking = await service.caller(person="anna")
    path = f"/v1/bookings/{(await asking.post('/v1/bookings', json=scenario.booking(10))).json()['id']}/approve"
    other_key_of_hers, held_by_nobody = await service.caller(person=" Anna "), await service.caller(person=None)

    same = problem(await other_key_of_hers.post(path, json=WHY), 403, "not-permitted")
    nobody = problem(await held_by_nobody.post(path, json=WHY), 403, "not-permitted")

    assert "held by the same person" in same["detail"]
    assert "--person" in nobody["detail"]
    another = await service.caller()
    approved = await another.post(path, json=WHY, headers={"Prefer": "respond-async"})
    assert approved.json()["state"] == "provisioning", approved.text
    trail = (await another.get("/v1/audit", params={"limit": 200})).text
    assert "anna" not in trail.lower()


async def test_nobody_passes_for_a_second_person_where_the_first_key_does_not_say_whose_it_is(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    await at_risk(service.database, scenario)
    unknown, known = await service.caller(person=None), await service.caller()
    website = await service.caller(role=Role.FRONT_END)
    by_unknown = (await unknown.post("/v1/bookings", json=scenario.booking(10))).json()["id"]

    refused = problem(await known.post(f"/v1/bookings/{by_unknown}/approve", json=WHY), 403, "not-permitted")

    assert "keys assign" in refused["detail"]
    await known.post(f"/v1/bookings/{by_unknown}/cancel", json=WHY)
    by_website = (await website.post("/v1/bookings", json=scenario.booking(10))).json()["id"]
    approved = await known.post(f"/v1/bookings/{by_website}/approve", json=WHY, headers={"Prefer": "respond-async"})
    assert approved.json()["state"] == "provisioning", approved.text


async def test_a_coordinator_who_is_alone_approves_where_the_second_person_is_switched_off_and_the_trail_says_so(
    settings: Settings, database: Database
) -> None:
    alone = settings.model_copy(update={"second_person": False})
    scenario = await make_scenario(database)
    await add_host(database)
    await at_risk(database, scenario)
    async with service_running(alone, database) as service:
        asking = await service.caller()
        booking = (await asking.post("/v1/bookings", json=scenario.booking(10))).json()

        approved = await asking.post(
            f"/v1/bookings/{booking['id']}/approve", json=WHY, headers={"Prefer": "respond-async"}
        )

        assert approved.json()["state"] == "provisioning", approved.text
        trail = (await asking.get(f"/v1/bookings/{booking['id']}/audit")).json()["items"]
        (waived,) = [each for each in trail if each["action"] == "second_person.waived"]
        assert waived["actor"] == str(service.keys[asking])


async def test_who_moves_a_session_of_an_adult_at_risk_has_asked_for_it_and_does_not_approve_it(
    service: Service,
) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    await at_risk(service.database, scenario)
    asking, moving = await service.caller(), await service.caller()
    booking = (await asking.post("/v1/bookings", json=scenario.booking(10))).json()
    path = f"/v1/bookings/{booking['id']}"
    later = {key: value for key, value in scenario.booking(14).items() if key != "pairing_id"}
    # It waits itself: another time is asked for, and nothing stands that could be kept.
    moved = (await moving.patch(path, json=later, headers={"If-Match": "*"})).json()
    assert (moved["state"], moved["starts_at"], moved["move"]) == (
        "awaiting_approval",
        in_utc(later["starts_at"]),
        None,
    )

    problem(await moving.post(f"{path}/approve", json=WHY), 403, "not-permitted")
    approved = await asking.post(f"{path}/approve", json=WHY, headers={"Prefer": "respond-async"})

    assert approved.json()["state"] == "provisioning", approved.text


async def test_an_approval_is_for_the_time_that_the_coordinator_saw(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    coordinator = await service.caller()
    path = f"/v1/bookings/{booking['id']}"
    prefer = {"Prefer": "respond-async"}
    assert (await coordinator.post(f"{path}/approve", json=WHY, headers=prefer)).json()["state"] == "provisioning"
    later = {key: value for key, value in scenario.booking(EVENING + 1).items() if key != "pairing_id"}

    moved = await coordinator.patch(path, json=later, headers={"If-Match": "*", **prefer})

    assert moved.json()["state"] == "provisioning", moved.text
    assert moved.json()["starts_at"] == booking["starts_at"]
    assert moved.json()["approval"]["rules"] == ["schedule.working-hours"]
    assert (moved.json()["move"]["state"], moved.json()["move"]["starts_at"]) == (
        "awaiting_approval",
        in_utc(later["starts_at"]),
    )


async def test_a_session_that_nobody_approves_in_time_is_declined_and_the_coordinators_are_told(
    service: Service,
) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    coordinator = await service.caller()
    async with service.database.transaction() as session:
        row = (await session.exec(select(Booking))).one()
        assert row.approval_expires_at == row.starts_at - timedelta(hours=1)
        row.approval_expires_at = utc_now() - timedelta(seconds=1)
    late = problem(await coordinator.post(f"/v1/bookings/{booking['id']}/approve", json=WHY), 409, "wrong-state")

    await every_minute(service.database, service.settings)

    assert "in time" in late["detail"]
    declined = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
    assert (declined["state"], "in time" in declined["problem"]) == ("declined", True)
    incidents = (await coordinator.get("/v1/incidents", params={"booking_id": booking["id"]})).json()["items"]
    assert [each["kind"] for each in incidents] == ["approval_expired"]


@pytest.mark.parametrize("verb", ["approve", "decline"])
async def test_a_session_that_does_not_wait_cannot_be_judged(service: Service, verb: str) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    body = scenario.booking(10)
    booking = (await coordinator.post("/v1/bookings", json=body, headers={"Prefer": "respond-async"})).json()

    refused = problem(await coordinator.post(f"/v1/bookings/{booking['id']}/{verb}", json=WHY), 409, "wrong-state")

    assert "does not wait for an approval" in refused["detail"]
    assert (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "provisioning"


@pytest.mark.parametrize("verb", ["approve", "decline"])
async def test_who_may_not_judge_is_refused(service: Service, verb: str) -> None:
    scenario = await make_scenario(service.database)
    elsewhere = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    path = f"/v1/bookings/{booking['id']}/{verb}"
    everything_else = [scope for scope in Scope if scope not in {Scope.APPROVALS_WRITE, Scope.ADMIN}]
    nobody = await service.anonymous()
    without_scope = await service.caller(*everything_else)
    front_end = await service.caller(Scope.APPROVALS_WRITE, role=Role.FRONT_END)
    other_partner = await service.caller(Scope.APPROVALS_WRITE, partner_id=elsewhere.partner)

    problem(await nobody.post(path, json=WHY), 401, "not-authenticated")
    problem(await without_scope.post(path, json=WHY), 403, "not-permitted")
    problem(await front_end.post(path, json=WHY), 403, "not-permitted")
    problem(await other_partner.post(path, json=WHY), 404, "not-found")

    reader = await service.caller()
    assert (await reader.get(f"/v1/bookings/{booking['id']}")).json()["state"] == "awaiting_approval"


async def test_what_is_not_allowed_any_more_cannot_be_approved(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    coordinator = await service.caller()
    await withdraw_consent(service.database)

    refused = problem(await coordinator.post(f"/v1/bookings/{booking['id']}/approve", json=WHY), 422, "denied")

    assert denied_by(refused["findings"]) == {"consent.virtual"}
    now = (await coordinator.get(f"/v1/bookings/{booking['id']}")).json()
    assert (now["state"], now["approval"]["decided_at"]) == ("awaiting_approval", None)
    assert now["decision"]["id"] == booking["decision"]["id"]
    *_, entry = (await coordinator.get(f"/v1/bookings/{booking['id']}/audit")).json()["items"]
    assert (entry["action"], entry["actor"]) == ("booking.approval_refused", str(service.keys[coordinator]))
    assert entry["after"] == {"decision_id": refused["decision_id"], "denied_by": ["consent.virtual"]}
    async with service.database.transaction() as session:
        decision = await session.get_one(DecisionRecord, UUID(refused["decision_id"]))
        assert (decision.booking_id, decision.digest) == (UUID(booking["id"]), entry["decision_digest"])


async def test_a_series_of_which_one_session_is_not_allowed_any_more_is_not_approved_at_all(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    coordinator = await service.caller()
    plan = {**scenario.booking(EVENING), "sessions": 3, "every_days": 7}
    created = (await coordinator.post("/v1/series", json=plan)).json()
    path, sessions = f"/v1/series/{created['id']}", created["bookings"]
    assert {each["state"] for each in sessions} == {"awaiting_approval"}
    # The consent holds for the first session, and for no later one.
    until = datetime.fromisoformat(sessions[0]["starts_at"]).date()
    async with service.database.transaction() as session:
        for consent in (await session.exec(CONSENTS)).all():
            consent.valid_until = until

    refused = problem(await coordinator.post(f"{path}/approve", json=WHY), 422, "series-refused")

    assert [each["position"] for each in refused["sessions"]] == [2, 3]
    assert all(denied_by(each["findings"]) == {"consent.virtual"} for each in refused["sessions"])
    now = (await coordinator.get(path)).json()["bookings"]
    assert [(each["state"], each["approval"]["decided_at"]) for each in now] == [("awaiting_approval", None)] * 3
    actions = [each["action"] for each in (await coordinator.get("/v1/audit", params={"limit": 200})).json()["items"]]
    assert actions.count("series.approval_refused") == 1
    assert not {"booking.provisioning", "booking.approval_refused", "series.approved"} & set(actions)
    async with service.database.transaction() as session:
        for each in refused["sessions"]:
            assert (await session.get_one(DecisionRecord, UUID(each["decision_id"]))).outcome == "deny"


async def test_cancelling_a_session_that_waits_leaves_nothing_behind(system: System) -> None:
    scenario = await make_scenario(system.database)
    booking = await waiting(system, scenario)
    coordinator = await system.caller()

    cancelled = await coordinator.post(f"/v1/bookings/{booking['id']}/cancel", json=WHY)

    assert cancelled.json()["state"] == "cancelled"

    async def nothing_to_do() -> bool:
        async with system.database.transaction() as session:
            return (await session.exec(select(Reservation))).all() == []

    await eventually(nothing_to_do)
    assert await system.zoom.calls("create_meeting") == 0


async def test_a_rule_that_the_coordinator_was_not_shown_is_not_approved(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    await at_risk(service.database, scenario)
    coordinator = await service.caller()
    path = f"/v1/bookings/{booking['id']}"

    refused = problem(await coordinator.post(f"{path}/approve", json=WHY), 409, "wrong-state")

    assert "another rule" in refused["detail"]
    assert (await coordinator.get(path)).json()["state"] == "awaiting_approval"


async def test_an_approval_of_another_version_than_was_read_is_refused(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    booking = await waiting(service, scenario)
    coordinator = await service.caller()
    path = f"/v1/bookings/{booking['id']}"
    read = (await coordinator.get(path)).headers["ETag"]
    later = {key: value for key, value in scenario.booking(EVENING + 1).items() if key != "pairing_id"}
    assert (await coordinator.patch(path, json=later, headers={"If-Match": "*"})).status_code == 202

    refused = await coordinator.post(f"{path}/approve", json=WHY, headers={"If-Match": read})

    problem(refused, 412, "changed-meanwhile")
