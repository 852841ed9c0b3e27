"""The story of a booking: plain sentences, causes linked, checks apart; and a decision by its id."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.access.models import Role, Scope
from app.audit.models import AuditEntry
from app.audit.origin import ActorKind
from app.bookings.states import BookingState
from app.bookings.story.sentences import sentence_of
from app.bookings.words import STATES_IN_WORDS
from tests.support.scenario import CONSENT, make_scenario
from tests.support.service import problem
from tests.support.zoom import System, eventually

Json = dict[str, Any]
WHY = "The mentee does not want to be seen on video."


async def test_a_suspension_is_told_with_the_evidence_that_was_withdrawn_and_why(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    await coordinator.post("/v1/checks", json=scenario.booking())
    booked = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    at = f"/v1/bookings/{booked['id']}"
    filters = {"person_id": str(scenario.mentee), "kind": CONSENT["kind"]}
    (consent,) = (await coordinator.get("/v1/evidence", params=filters)).json()["items"]

    await coordinator.post(f"/v1/evidence/{consent['id']}/withdraw", json={"reason": WHY})

    async def is_in(state: BookingState) -> bool:
        return bool((await coordinator.get(at)).json()["state"] == state)

    await eventually(lambda: is_in(BookingState.SUSPENDED), within=60)
    told = (await coordinator.get(f"{at}/story")).json()
    suspended = next(each for each in told["actions"] if each["action"] == "booking.suspended")
    assert suspended["sentence"].startswith("The session was suspended.")
    (cause,) = suspended["because"]
    assert (
        cause["sentence"] == "Evidence about the mentee was withdrawn: “The mentor or mentee agrees to meet virtually”."
    )
    assert (cause["path"], cause["reason"]) == (f"/v1/evidence/{consent['id']}", WHY)
    assert cause["when"]
    assert told["session"].startswith("A mentor and A mentee: ")
    assert told["state_in_words"] == STATES_IN_WORDS[BookingState.SUSPENDED]
    assert [each["action"] for each in told["checks"]] == ["booking.checked", "booking.decided_again"]
    assert told["checks"][0]["sentence"] == "A coordinator asked what the rules would say: the session is allowed."
    assert not {each["action"] for each in told["actions"]} & {"booking.checked", "booking.decided_again"}
    assert told["actions"][0]["sentence"].startswith("A coordinator booked the session for ")
    # The decision that it rests on is read by its id.
    decision = (await coordinator.get(f"/v1/decisions/{suspended['decision_id']}")).json()
    assert (decision["outcome"], decision["booking_id"]) == ("deny", booked["id"])
    assert decision["facts"]["pairing"]["id"] == str(scenario.pairing)

    # What may not be read of the registry is not told here either.
    auditor = await system.caller(Scope.AUDIT_READ, Scope.BOOKINGS_READ, Scope.BOOKINGS_WRITE)
    for_auditor = await auditor.get(f"{at}/story")
    assert not {WHY, "A mentee", consent["id"]} & set(for_auditor.text.split('"'))
    neutral = next(each for each in for_auditor.json()["actions"] if each["action"] == "booking.suspended")
    assert [each["path"] for each in neutral["because"]] == [None]
    assert (await auditor.get(f"/v1/decisions/{suspended['decision_id']}")).json()["facts"] is None

    given_again = {**CONSENT, "person_id": str(scenario.mentee)}
    assert (await coordinator.post("/v1/evidence", json=given_again)).status_code == 201
    await eventually(lambda: is_in(BookingState.CONFIRMED), within=60)
    again = (await coordinator.get(f"{at}/story")).json()
    lifted = [each for each in again["actions"] if "allowed again" in each["sentence"]]
    assert [cause["sentence"].partition(":")[0] for each in lifted for cause in each["because"]] == [
        "Evidence about the mentee was recorded"
    ]
    stranger = await make_scenario(system.database)
    elsewhere = await system.caller(partner_id=str(stranger.partner))
    problem(await elsewhere.get(f"{at}/story"), 404, "not-found")
    problem(await elsewhere.get(f"/v1/decisions/{suspended['decision_id']}"), 404, "not-found")
    problem(await (await system.caller(Scope.BOOKINGS_READ)).get(f"{at}/story"), 403, "not-permitted")
    problem(await (await system.caller(Scope.AUDIT_READ)).get(f"/v1/decisions/{decision['id']}"), 403, "not-permitted")


def test_every_state_has_its_words() -> None:
    assert STATES_IN_WORDS.keys() == set(BookingState)


@given(
    action=st.sampled_from(["booking.", "meeting.", "incident.", "new_thing."]).flatmap(
        lambda subject: st.sampled_from([*BookingState, "requested", "moved", "opened", "never_heard_of"]).map(
            lambda verb: subject + verb
        )
    ),
    kind=st.sampled_from(ActorKind),
    role=st.sampled_from([*Role, None]),
    after=st.dictionaries(
        st.sampled_from(["state", "starts_at", "problem", "outcome", "kind"]),
        st.text(max_size=5).filter(lambda text: not text.isdigit()),
    ).map(lambda told: {name: value for name, value in told.items() if name != "starts_at"}),
)
def test_whatever_the_trail_says_there_is_a_sentence(
    action: str, kind: ActorKind, role: Role | None, after: Json
) -> None:
    entry = AuditEntry(actor_kind=kind, actor="x", action=action, subject_type="booking", subject_id="x", after=after)

    told = sentence_of(entry, role, "Europe/London")

    assert told[0].isupper()
    assert told.endswith((".", after.get("problem", ".") or "."))
    assert "{" not in told or "{" in str(after)
    assert "_" not in told or "_" in str(after)
