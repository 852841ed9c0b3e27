"""Subscriptions over HTTP: made, read, changed, tried out, rotated and removed by whoever may, and by nobody else."""

from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select
from standardwebhooks.webhooks import Webhook as Verifier

from app.access.models import Scope
from app.commands.encryption import rotate
from app.kit.database import Database
from app.kit.encryption import KeyRing, new_key
from app.kit.identifiers import new_id
from app.notifications.webhooks.delivery import delivering
from app.notifications.webhooks.models import Webhook, WebhookAttempt
from app.settings import Settings
from tests.notifications.conftest import happen
from tests.support.receiver import Receiver
from tests.support.scenario import make_scenario
from tests.support.service import Service, problem, service_running

CONFIRMED = "booking.confirmed"
ANY = {"If-Match": "*"}


async def make(
    client: httpx.AsyncClient, url: str = "https://website.example.org/events", **more: Any
) -> dict[str, Any]:
    made = await client.post("/v1/webhooks", json={"url": url, **more})
    assert made.status_code == 201, made.text
    assert made.headers["cache-control"] == "no-store"
    webhook: dict[str, Any] = made.json()
    return webhook


async def test_a_subscription_is_made_read_changed_and_deleted_and_the_trail_tells_so(service: Service) -> None:
    coordinator = await service.caller()
    webhook = await make(coordinator, description="The website", event_types=[CONFIRMED])
    path = f"/v1/webhooks/{webhook['id']}"

    assert webhook["secret"].startswith("whsec_")
    assert webhook["public_key"].startswith("whpk_")
    read = await coordinator.get(path)
    assert read.json() == {name: value for name, value in webhook.items() if name != "secret"}
    listed = (await coordinator.get("/v1/webhooks")).json()["items"]
    assert listed == [read.json()]
    changed = await coordinator.patch(
        path, json={"url": "https://other.example.org/"}, headers={"If-Match": read.headers["etag"]}
    )
    assert (changed.status_code, changed.json()["url"]) == (200, "https://other.example.org/")
    late = await coordinator.patch(path, json={"description": "Mine"}, headers={"If-Match": read.headers["etag"]})
    problem(late, 412, "changed-meanwhile")
    disabled = await coordinator.patch(path, json={"enabled": False}, headers=ANY)
    assert (disabled.json()["state"], disabled.json()["disabled_because"]) == ("disabled", "by_person")
    assert (await coordinator.delete(path)).status_code == 204
    problem(await coordinator.get(path), 404, "not-found")
    trail = (await coordinator.get("/v1/audit", params={"limit": 200})).json()["items"]
    ours = [entry for entry in trail if entry["subject_id"] == webhook["id"]]
    assert [entry["action"] for entry in ours] == [
        "webhook.created",
        "webhook.changed",
        "webhook.changed",
        "webhook.deleted",
    ]
    assert "example.org" not in str(ours)


async def test_a_lost_answer_can_be_had_again_with_its_secret(service: Service) -> None:
    coordinator = await service.caller()
    headers = {"Idempotency-Key": "one"}
    body = {"url": "https://website.example.org/events"}
    first = await coordinator.post("/v1/webhooks", json=body, headers=headers)
    again = await coordinator.post("/v1/webhooks", json=body, headers=headers)

    assert first.json() == again.json()
    assert len((await coordinator.get("/v1/webhooks")).json()["items"]) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://website.example.org/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://192.0.0.192/",
        "https://user:secret@website.example.org/",
        "https://website.example.org/#part",
        "ftp://website.example.org/",
        "not an address",
    ],
)
async def test_an_address_that_is_plainly_not_a_public_https_one_is_refused(
    service: Service, settings: Settings, database: Database, url: str
) -> None:
    strict = settings.model_copy(update={"webhook_allow_private": False})
    async with service_running(strict, database) as running:
        coordinator = await running.caller(Scope.WEBHOOKS_WRITE)
        refused = problem(await coordinator.post("/v1/webhooks", json={"url": url}), 422, "invalid-fields")

    assert [each["field"] for each in refused["errors"]] == ["url"]


async def test_only_the_scope_for_webhooks_opens_them(service: Service) -> None:
    coordinator = await service.caller()
    path = f"/v1/webhooks/{(await make(coordinator))['id']}"
    others = await service.caller(*(scope for scope in Scope if scope not in {Scope.ADMIN, Scope.WEBHOOKS_WRITE}))
    for answer in (
        await others.get("/v1/webhooks"),
        await others.post("/v1/webhooks", json={"url": "https://a.example.org/"}),
        await others.get(path),
        await others.patch(path, json={"enabled": False}, headers=ANY),
        await others.delete(path),
        await others.post(f"{path}/rotate", json={}),
        await others.post(f"{path}/test"),
        await others.post(f"{path}/redeliver", json={"which": "failed"}),
        await others.get(f"{path}/deliveries"),
        await others.get(f"{path}/attempts"),
    ):
        problem(answer, 403, "not-permitted")


async def test_a_key_subscribes_to_nothing_that_it_may_not_see_and_leads_nothing_elsewhere(service: Service) -> None:
    website = await service.caller(Scope.WEBHOOKS_WRITE, Scope.BOOKINGS_READ)
    refused = await website.post(
        "/v1/webhooks", json={"url": "https://a.example.org/", "event_types": [CONFIRMED, "concern.reported"]}
    )
    assert "concern.reported" in problem(refused, 422, "invalid-fields")["errors"][0]["message"]
    own = await make(website)
    assert CONFIRMED in own["event_types"]
    assert not {
        each for each in own["event_types"] if each.split(".")[0] in {"incident", "concern", "person", "webhook"}
    }

    more = await make(await service.caller())
    path = f"/v1/webhooks/{more['id']}"
    assert (await website.get(path)).status_code == 200
    for answer in (
        await website.patch(path, json={"url": "https://mine.example.org/"}, headers=ANY),
        await website.post(f"{path}/rotate", json={}),
        await website.post(f"{path}/redeliver", json={"which": "failed"}),
        await website.delete(path),
    ):
        problem(answer, 403, "not-permitted")


async def test_a_partners_subscription_is_of_its_own_events_and_seen_by_no_other_partner(
    service: Service, settings: Settings, database: Database, receiver: Receiver
) -> None:
    one, other = await make_scenario(database), await make_scenario(database)
    of_one = await service.caller(partner_id=one.partner)
    webhook = await make(of_one, receiver.url, event_types=[CONFIRMED])
    path = f"/v1/webhooks/{webhook['id']}"
    of_other = await service.caller(partner_id=other.partner)
    assert (await of_other.get("/v1/webhooks")).json()["items"] == []
    for answer in (
        await of_other.get(path),
        await of_other.patch(path, json={"enabled": False}, headers=ANY),
        await of_other.delete(path),
        await of_other.post(f"{path}/rotate", json={}),
        await of_other.post(f"{path}/test"),
        await of_other.post(f"{path}/redeliver", json={"which": "failed"}),
        await of_other.get(f"{path}/deliveries"),
        await of_other.get(f"{path}/attempts"),
    ):
        problem(answer, 404, "not-found")

    own = new_id()
    async with delivering(settings, database):
        await happen(database, CONFIRMED, new_id(), partner_id=other.partner)
        await happen(database, CONFIRMED, new_id())
        foreign = await happen(database, CONFIRMED, new_id(), partner_id=other.partner)
        await happen(database, CONFIRMED, own, partner_id=one.partner)
        received = await receiver.until(1)
    problem(await of_one.post(f"{path}/redeliver", json={"which": "one", "event_id": str(foreign)}), 404, "not-found")

    assert [each.content["data"]["booking_id"] for each in received] == [str(own)]


async def test_a_test_event_is_sent_once_also_while_the_subscription_is_disabled(
    service: Service, settings: Settings, database: Database, receiver: Receiver
) -> None:
    coordinator = await service.caller()
    webhook = await make(coordinator, receiver.url, event_types=[CONFIRMED])
    await make(coordinator, receiver.url)
    path = f"/v1/webhooks/{webhook['id']}"
    await coordinator.patch(path, json={"enabled": False}, headers=ANY)
    async with delivering(settings, database):
        sent = await coordinator.post(f"{path}/test")
        received = await receiver.until(1)

    assert sent.status_code == 202
    assert [(each.content["type"], each.id) for each in received] == [("webhook.test", sent.json()["event_id"])]


async def test_one_event_can_be_redelivered_with_the_id_that_it_had(
    service: Service, settings: Settings, database: Database, receiver: Receiver
) -> None:
    coordinator = await service.caller()
    webhook = await make(coordinator, receiver.url, event_types=[CONFIRMED])
    path = f"/v1/webhooks/{webhook['id']}"
    async with delivering(settings, database):
        event = await happen(database, CONFIRMED, new_id())
        other = await happen(database, "booking.moved", new_id())
        await receiver.until(1)
        await coordinator.get(f"{path}/attempts")
        again = await coordinator.post(f"{path}/redeliver", json={"which": "one", "event_id": str(event)})
        # What is still being written down as delivered is asked for again.
        while again.json() == {"deliveries": 0}:
            again = await coordinator.post(f"{path}/redeliver", json={"which": "one", "event_id": str(event)})
        received = await receiver.until(2)
    unknown = await coordinator.post(f"{path}/redeliver", json={"which": "one", "event_id": str(other)})

    assert again.json() == {"deliveries": 1}
    assert [each.id for each in received] == [str(event), str(event)]
    assert received[0].body == received[1].body
    problem(unknown, 404, "not-found")
    problem(await coordinator.post(f"{path}/redeliver", json={"which": "one"}), 422, "invalid-fields")
    problem(await coordinator.post(f"{path}/redeliver", json={"which": "range"}), 422, "invalid-fields")


async def test_a_rotated_secret_and_the_one_before_both_verify_for_a_while(
    service: Service, settings: Settings, database: Database, receiver: Receiver
) -> None:
    coordinator = await service.caller()
    webhook = await make(coordinator, receiver.url)
    path = f"/v1/webhooks/{webhook['id']}"
    rotated = (await coordinator.post(f"{path}/rotate", json={})).json()
    async with delivering(settings, database):
        await coordinator.post(f"{path}/test")
        await receiver.until(1)
        at_once = (await coordinator.post(f"{path}/rotate", json={"old_valid_hours": 0})).json()
        await coordinator.post(f"{path}/test")
        await receiver.until(2)

    def verifies(secret: str, number: int) -> bool:
        received = receiver.received[number]
        try:
            Verifier(secret).verify(received.body, dict(received.headers))
        except Exception:  # noqa: BLE001  # whatever it says
            return False
        return True

    assert len({webhook["secret"], rotated["secret"], at_once["secret"]}) == 3
    assert [verifies(each["secret"], 0) for each in (webhook, rotated, at_once)] == [True, True, False]
    assert [verifies(each["secret"], 1) for each in (webhook, rotated, at_once)] == [False, False, True]
    assert rotated["public_key"] != webhook["public_key"]


async def test_addresses_and_secrets_are_encrypted_and_go_along_when_the_key_is_rotated(
    service: Service, settings: Settings, database: Database
) -> None:
    webhook = await make(await service.caller())
    async with database.transaction() as session:
        row = (await session.exec(select(Webhook))).one()
        kept = f"{row.url} {row.secret}"
    assert "website" not in kept
    assert webhook["secret"].removeprefix("whsec_") not in kept

    ring = KeyRing.parse(SecretStr(f"{new_key('newer')},{settings.encryption_keys.get_secret_value()}"))
    assert await rotate(database, ring) == 1
    async with database.transaction() as session:
        row = (await session.exec(select(Webhook))).one()
    assert ring.is_current(row.url)
    assert ring.is_current(row.secret)


async def test_events_and_attempts_hold_no_personal_data_and_no_answer(
    service: Service, settings: Settings, database: Database, receiver: Receiver
) -> None:
    coordinator = await service.caller()
    scenario = await make_scenario(database)
    await make(coordinator, receiver.url)
    async with delivering(settings, database):
        await coordinator.patch(f"/v1/people/{scenario.mentor}", json={"name": "Ada Somebody"}, headers=ANY)
        (received,) = await receiver.until(1)
    content = received.content
    async with database.transaction() as session:
        attempts = (await session.exec(select(WebhookAttempt))).all()

    assert content["type"] == "person.changed"
    assert set(content) == {"id", "type", "timestamp", "cursor", "data"}
    assert set(content["data"]) == {
        "subject_type",
        "subject_id",
        "booking_id",
        "partner_id",
        "state",
        "kind",
        "move_id",
    }
    assert "Ada" not in received.body.decode()
    assert len(received.body) < 20_000
    assert all("Ada" not in str(each) for each in attempts)
