"""Who may not read the registry learns nothing of people and papers from a decision about a session."""

from collections.abc import Iterable
from typing import Any

import pytest

from app.access.models import Role, Scope
from app.audit.origin import WORKER
from app.incidents.service import open_incident
from app.policy.evidence import EvidenceKind
from app.policy.incidents import IncidentKind
from app.registry.evidence.models import Evidence
from app.registry.people.models import Person
from tests.support.scenario import EVIDENCE_SINCE, Scenario, add_host, any_key, make_scenario
from tests.support.service import Service, problem

WHY = {"reason": "Agreed for an adult at risk with the safeguarding lead."}
WEBSITE = (Scope.BOOKINGS_WRITE, Scope.BOOKINGS_READ)


async def at_risk(service: Service, scenario: Scenario) -> None:
    async with service.database.transaction() as session:
        (await session.get_one(Person, scenario.mentee)).adult_at_risk = True
        session.add(
            Evidence(
                kind=EvidenceKind.AT_RISK_MEASURES,
                partner_id=scenario.partner,
                pairing_id=scenario.pairing,
                valid_from=EVIDENCE_SINCE,
                given_by=(await any_key(session)).id,
            )
        )


def told(findings: Iterable[dict[str, Any]], outcome: str) -> list[str]:
    return [each["code"] for each in findings if each["outcome"] == outcome]


async def test_a_website_reads_that_a_coordinator_must_approve_and_never_why(service: Service) -> None:
    scenario = await make_scenario(service.database)
    await add_host(service.database)
    await at_risk(service, scenario)
    website = await service.caller(*WEBSITE, role=Role.FRONT_END, partner_id=scenario.partner)
    coordinator = await service.caller()

    checked = await website.post("/v1/checks", json=scenario.booking(10))
    series = await website.post("/v1/checks/series", json=scenario.booking(10, sessions=2))
    created = await website.post("/v1/bookings", json=scenario.booking(10))
    path = f"/v1/bookings/{created.json()['id']}"
    declined = await coordinator.post(f"{path}/decline", json=WHY)
    read = await website.get(path)
    answers = [checked, series, created, read, await website.get("/v1/bookings"), await website.get(f"{path}/decision")]

    for answer in answers:
        assert answer.is_success, answer.text
        findings = str(answer.json())
        for word in ("risk", "consent", "train", "measure", "mentee.", "mentor."):
            assert word not in findings, (answer.request.url, word)
    decision = created.json()["decision"]
    assert told(decision["findings"], "approve") == ["registry"]
    (neutral,) = [each for each in decision["findings"] if each["code"] == "registry"]
    assert neutral["sentence"] == "The session needs a coordinator's approval."
    assert (neutral["facts"], bool(neutral["remedy"])) == ({}, True)
    assert "schedule.notice" in told(decision["findings"], "pass")
    whole = declined.json()
    assert "at-risk.measures" in told(whole["decision"]["findings"], "approve")
    assert whole["approval"]["reason"] == WHY["reason"]
    approval = read.json()["approval"]
    assert approval["reason"] is None
    assert (approval["requested_by"], approval["requested_by_role"]) == (str(service.keys[website]), "front_end")
    assert approval["decided_by"] == str(service.keys[coordinator])


@pytest.mark.parametrize("path", ["/v1/bookings", "/v1/series"])
async def test_a_refusal_does_not_say_which_paper_is_missing_and_is_replayed_as_it_was(
    service: Service, path: str
) -> None:
    scenario = await make_scenario(service.database, consented=False)
    await add_host(service.database)
    body = scenario.booking(10, agreed_by_both=False, **({"sessions": 2} if "series" in path else {}))
    website = await service.caller(*WEBSITE, role=Role.FRONT_END)
    coordinator = await service.caller(role=Role.FRONT_END)

    answers = [await website.post(path, json=body, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    kind = "series-refused" if "series" in path else "denied"
    first, replayed = (problem(answer, 422, kind) for answer in answers)
    seen = problem(await coordinator.post(path, json=body), 422, kind)

    def findings(refused: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (
            refused["sessions"][0]["findings"] if "sessions" in refused else refused["findings"]
        )
        return found

    assert told(findings(first), "deny") == ["registry", "schedule.mutual"]
    assert findings(replayed) == findings(first)
    assert "consent" not in answers[0].text + answers[1].text
    assert {"consent.virtual", "schedule.mutual"} <= set(told(findings(seen), "deny"))


async def test_an_incident_about_a_fact_is_neutral_and_one_about_zoom_is_not(service: Service) -> None:
    scenario = await make_scenario(service.database)
    async with service.database.transaction() as session:
        for kind in (IncidentKind.BOOKING_SUSPENDED, IncidentKind.ZOOM_ACCOUNT):
            await open_incident(
                session,
                WORKER,
                kind,
                summary="The mentee is an adult at risk.",
                remedy="Discuss the measures for the adult at risk.",
                details={"rules": ["at-risk.measures"]},
                partner_id=scenario.partner,
            )
    desk = await service.caller(Scope.INCIDENTS_WRITE)
    coordinator = await service.caller()

    about_a_fact, about_zoom = (await desk.get("/v1/incidents")).json()["items"]
    path = f"/v1/incidents/{about_a_fact['id']}"
    read = await desk.get(path)
    resolved = await desk.post(f"{path}/resolve", json={"resolution": "The measures for the adult at risk are agreed."})

    for answer in (about_a_fact, read.json(), resolved.json()):
        assert "risk" not in str(answer), answer
        assert (answer["details"], answer["kind"]) == ({}, "booking_suspended")
        assert "coordinator" in answer["remedy"]
    assert "risk" in about_zoom["summary"]
    whole = (await coordinator.get(path)).json()
    assert whole["details"] == {"rules": ["at-risk.measures"]}
    assert "agreed" in whole["resolution"]
