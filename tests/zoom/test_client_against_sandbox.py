"""The client and the proofs against the sandbox, over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.zoom.client import ZoomClient
from app.zoom.configuration import ZoomConfiguration
from app.zoom.errors import (
    MeetingInProgressError,
    MeetingNotFoundError,
    OutcomeUnknownError,
    RateLimitedError,
    RateLimitScope,
    ScopeMissingError,
    UnauthorizedError,
    UserNotFoundError,
    ValidationFailedError,
    ZoomUnavailableError,
)
from app.zoom.reference import agenda_for, carries_reference
from app.zoom.safety import (
    host_settings_changes,
    meeting_settings,
    new_passcode,
    prove_host,
    prove_meeting,
    repair,
)
from app.zoom.sandbox import SandboxConfiguration, UserSeed, UserType, running
from app.zoom.schemas import Meeting, MeetingRequest

HOST = "host@example.org"
REFERENCE = "0193f1c2"
PASSCODE = SecretStr(new_passcode())
START = (datetime.now(UTC) + timedelta(days=7)).replace(microsecond=0)
WITHOUT_AI = {
    "in_meeting.meeting_summary_with_ai_companion.enable": False,
    "in_meeting.ai_companion_questions.enable": False,
}
REQUEST = MeetingRequest(
    agenda=agenda_for(REFERENCE),
    start=START,
    duration=45,
    time_zone="Europe/London",
    passcode=PASSCODE,
    settings=meeting_settings({}),
)


@dataclass(frozen=True)
class Zoom:
    client: ZoomClient
    control: httpx.AsyncClient

    async def misbehaves(self, kind: str, **rule: Any) -> None:
        response = await self.control.put("/faults", json=[{"kind": kind, **rule}])
        response.raise_for_status()

    async def host_changes(self, meeting: Meeting, settings: dict[str, Any]) -> None:
        response = await self.control.patch(f"/meetings/{meeting.id}", json={"settings": settings})
        response.raise_for_status()


@asynccontextmanager
async def registering(client: ZoomClient) -> AsyncIterator[int]:
    """A meeting whose people register."""
    settings = dict(REQUEST.settings) | {"approval_type": 1}
    yield (await client.create_meeting(HOST, REQUEST.model_copy(update={"settings": settings}))).id


@asynccontextmanager
async def zoom(**changes: Any) -> AsyncIterator[Zoom]:
    users = (UserSeed(email=HOST), UserSeed(email="basic@example.org", type=UserType.BASIC))
    sandbox = SandboxConfiguration(**({"users": users} | changes))
    async with running(sandbox) as base:
        configuration = ZoomConfiguration(
            oauth_url=base,
            api_url=base,
            account_id="sandbox-account",
            client_id="sandbox-client",
            client_secret=SecretStr("sandbox-client-secret"),
        )
        async with (
            ZoomClient(configuration) as client,
            httpx.AsyncClient(base_url=f"{base}/sandbox") as control,
        ):
            yield Zoom(client, control)


async def ids_carrying(client: ZoomClient, reference: str) -> list[int]:
    return [each.id async for each in client.meetings(HOST) if carries_reference(each.agenda, reference)]


async def test_a_meeting_from_creation_to_deletion() -> None:
    async with zoom() as account:
        client = account.client
        created = await client.create_meeting(HOST, REQUEST)
        meeting = await client.meeting(created.id)
        assert prove_meeting({}, meeting, passcode=PASSCODE).differences() == ()
        assert (meeting.start_time, meeting.duration) == (START, 45)
        assert await ids_carrying(client, REFERENCE) == [meeting.id]
        assert await ids_carrying(client, "another") == []
        await client.end_meeting(meeting.id)
        await client.delete_meeting(meeting.id)
        with pytest.raises(MeetingNotFoundError):
            await client.delete_meeting(meeting.id)
        with pytest.raises(MeetingNotFoundError):
            await client.meeting(meeting.id)
        assert await ids_carrying(client, REFERENCE) == []


async def test_a_meeting_that_its_host_loosened_is_noticed_and_repaired() -> None:
    async with zoom() as account:
        client = account.client
        meeting_id = (await client.create_meeting(HOST, REQUEST)).id
        await account.host_changes(await client.meeting(meeting_id), {"waiting_room": False, "join_before_host": True})
        loosened = await client.meeting(meeting_id)
        codes = [row.code for row in prove_meeting({}, loosened, passcode=PASSCODE).differences()]
        assert codes == ["meeting.waiting-room", "meeting.join-before-host"]
        await client.update_meeting(meeting_id, repair({}, loosened, PASSCODE))
        assert prove_meeting({}, await client.meeting(meeting_id), passcode=PASSCODE).is_proven


async def test_a_setting_that_the_account_locks_is_never_proven() -> None:
    async with zoom() as account:
        client = account.client
        locks = {"locks": {"meeting_security.waiting_room": False}}
        (await account.control.put("/locks", json=locks)).raise_for_status()
        meeting = await client.meeting((await client.create_meeting(HOST, REQUEST)).id)
        await client.update_meeting(meeting.id, repair({}, meeting, PASSCODE))
        proof = prove_meeting({}, await client.meeting(meeting.id), passcode=PASSCODE)
        assert [row.code for row in proof.differences()] == ["meeting.waiting-room"]


async def test_ai_companion_of_a_host_is_left_to_a_person() -> None:
    with_ai = UserSeed(email=HOST, settings=WITHOUT_AI | {"in_meeting.ai_companion_questions.enable": True})
    async with zoom(users=(with_ai,)) as account:
        before = await account.client.user_settings(HOST)
        await account.client.update_user_settings(HOST, host_settings_changes({}, before))
        proof = prove_host({}, await account.client.user_settings(HOST))
        assert [row.code for row in proof.differences()] == ["meeting.ai-companion"]


async def test_a_host_is_hardened_and_read_back() -> None:
    opened = {"in_meeting.file_transfer": True, "recording.local_recording": True}
    open_host = UserSeed(email=HOST, settings=opened | WITHOUT_AI)
    async with zoom(users=(open_host,)) as account:
        client = account.client
        [user] = [user async for user in client.users()]
        assert user.is_licensed
        before = await client.user_settings(user.id)
        assert not prove_host({}, before).is_proven
        await client.update_user_settings(user.id, host_settings_changes({}, before))
        after = await client.user_settings(user.id)
        assert [row.code for row in prove_host({}, after).differences()] == []
        assert host_settings_changes({}, after) == {}


@pytest.mark.parametrize("kind", ["drop_answer_after_work", "truncated_body", "xml_body"])
async def test_a_create_whose_answer_is_lost_is_found_by_its_reference(kind: str) -> None:
    async with zoom() as account:
        await account.misbehaves(kind, operation="create_meeting")
        with pytest.raises(OutcomeUnknownError):
            await account.client.create_meeting(HOST, REQUEST)
        [found] = await ids_carrying(account.client, REFERENCE)
        assert prove_meeting({}, await account.client.meeting(found), passcode=PASSCODE).is_proven


@pytest.mark.parametrize("kind", ["error_500", "error_503", "drop_before_work", "reset_connection"])
async def test_a_failure_is_unknown_for_a_write_and_harmless_for_a_read(kind: str) -> None:
    async with zoom() as account:
        await account.misbehaves(kind, times=None, path="/v2/*")
        with pytest.raises(OutcomeUnknownError):
            await account.client.create_meeting(HOST, REQUEST)
        with pytest.raises(ZoomUnavailableError):
            await account.client.user(HOST)


async def test_an_expired_token_is_replaced_unnoticed() -> None:
    async with zoom() as account:
        await account.client.user(HOST)
        await account.misbehaves("expired_token")
        await account.client.create_meeting(HOST, REQUEST)
        await account.misbehaves("expired_token", times=None)
        with pytest.raises(UnauthorizedError):
            await account.client.user(HOST)


@pytest.mark.parametrize(
    ("kind", "scope"),
    [("rate_limited_per_second", RateLimitScope.PER_SECOND), ("rate_limited_per_day", RateLimitScope.PER_DAY)],
)
async def test_limits_say_which_and_for_how_long(kind: str, scope: RateLimitScope) -> None:
    async with zoom() as account:
        await account.client.user(HOST)
        await account.misbehaves(kind)
        with pytest.raises(RateLimitedError) as caught:
            await account.client.create_meeting(HOST, REQUEST)
        assert caught.value.scope is scope
        if scope is RateLimitScope.PER_DAY:
            assert caught.value.retry_after is not None
            assert timedelta() <= caught.value.retry_after <= timedelta(hours=24)


async def test_a_running_meeting_can_be_neither_edited_nor_deleted() -> None:
    async with zoom() as account:
        meeting = await account.client.create_meeting(HOST, REQUEST)
        (await account.control.post(f"/meetings/{meeting.id}/start")).raise_for_status()
        assert (await account.client.meeting(meeting.id)).is_started
        with pytest.raises(MeetingInProgressError):
            await account.client.update_meeting(meeting.id, {"duration": 30})
        with pytest.raises(MeetingInProgressError):
            await account.client.delete_meeting(meeting.id)
        await account.client.end_meeting(meeting.id)
        await account.client.delete_meeting(meeting.id)


async def test_refusals_have_their_types() -> None:
    async with zoom() as account:
        with pytest.raises(UserNotFoundError) as caught:
            await account.client.create_meeting("nobody@example.org", REQUEST)
        assert caught.value.tracking_id
        assert "nobody" not in str(caught.value)
        scopes = {"scopes": ["user:read:user:admin"]}
        (await account.control.put("/scopes", json=scopes)).raise_for_status()
        await account.misbehaves("expired_token")
        with pytest.raises(ScopeMissingError):
            await account.client.create_meeting(HOST, REQUEST)


async def test_what_became_of_a_meeting_is_read_by_its_uuid() -> None:
    async with zoom() as account:
        meeting = await account.client.create_meeting(HOST, REQUEST)
        (await account.control.post(f"/meetings/{meeting.id}/start")).raise_for_status()
        uuid = (await account.client.meeting(meeting.id)).uuid or ""
        with pytest.raises(MeetingNotFoundError):
            await account.client.past_meeting(uuid)
        await account.client.end_meeting(meeting.id)
        past = await account.client.past_meeting(uuid)
        assert (past.id, past.uuid) == (meeting.id, uuid)
        assert past.end_time is not None
        assert [stay async for stay in account.client.past_participants(uuid)] == []


async def test_the_settings_of_account_and_host_are_read_in_all_their_groups() -> None:
    async with zoom() as account:
        for settings in (await account.client.account_settings(), await account.client.user_settings(HOST)):
            assert settings.in_meeting
            assert settings.recording
            assert settings.schedule_meeting
            assert settings.meeting_security


async def test_everybody_registers_once_and_has_a_link_of_their_own_until_it_is_taken_back() -> None:
    async with zoom() as account, registering(account.client) as meeting:
        client = account.client
        first = await client.add_registrant(meeting, email="p1@participants.invalid", first_name="Mentor 7KQ4")
        again = await client.add_registrant(meeting, email="p1@participants.invalid", first_name="Mentor 7KQ4")
        other = await client.add_registrant(meeting, email="p2@participants.invalid", first_name="Mentee 2M9X")

        listed = [each async for each in client.registrants(meeting)]
        link = await client.registrant_join_url(meeting, first.registrant_id)
        await client.remove_registrant(meeting, first.registrant_id)

        assert again.registrant_id == first.registrant_id
        assert {(each.registrant_id, each.email, each.first_name, each.status) for each in listed} == {
            (first.registrant_id, "p1@participants.invalid", "Mentor 7KQ4", "approved"),
            (other.registrant_id, "p2@participants.invalid", "Mentee 2M9X", "approved"),
        }
        assert link == first.join_url
        assert link.get_secret_value() not in repr(listed)
        assert [each.registrant_id async for each in client.registrants(meeting)] == [other.registrant_id]
        for call in (client.registrant_join_url, client.remove_registrant):
            with pytest.raises(ValidationFailedError):
                await call(meeting, first.registrant_id)


async def test_a_fourth_request_about_a_registrant_waits_for_the_next_day_and_holds_up_nobody_else() -> None:
    async with zoom() as account, registering(account.client) as meeting:
        client = account.client
        for _ in range(3):
            await client.add_registrant(meeting, email="p1@participants.invalid", first_name="Mentor")
        with pytest.raises(RateLimitedError) as caught:
            await client.add_registrant(meeting, email="p1@participants.invalid", first_name="Mentor")

        assert caught.value.scope is RateLimitScope.PER_REGISTRANT_AND_DAY
        assert await client.add_registrant(meeting, email="p2@participants.invalid", first_name="Mentee")


async def test_an_invite_link_carries_a_name_and_lasts_as_long_as_was_asked_for() -> None:
    async with zoom() as account:
        client = account.client
        meeting = (await client.create_meeting("basic@example.org", REQUEST)).id

        link = await client.invite_link(meeting, "Mentee 2M9X", timedelta(minutes=15))

        assert f"/w/{meeting}?tk=" in link.get_secret_value()
        for ttl in (timedelta(0), timedelta(days=91)):
            with pytest.raises(ValueError, match="90 days"):
                await client.invite_link(meeting, "Mentee 2M9X", ttl)
