"""Secrets at rest, and changing the key that they are under."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlmodel import select

from app.bookings.models import Meeting
from app.commands.encryption import rotate
from app.kit.encryption import DecryptionError, KeyRing, new_key
from app.kit.errors import ConfigurationError
from tests.support.scenario import make_scenario
from tests.support.zoom import System

OLD, NEW = new_key("old"), new_key("new")
RING = KeyRing.parse(SecretStr(OLD))


@given(st.text(), st.text(), st.text())
def test_what_was_encrypted_can_be_read_with_its_context_and_no_other(plain: str, context: str, other: str) -> None:
    try:
        stored = RING.encrypt(plain, context=context)
    except UnicodeEncodeError:
        return

    assert RING.decrypt(stored, context=context) == plain
    if other != context and other.isprintable():
        with pytest.raises(DecryptionError):
            RING.decrypt(stored, context=other)


@given(st.text(min_size=1, alphabet=st.characters(codec="ascii")), st.integers(min_value=0))
def test_an_altered_secret_is_refused(plain: str, place: int) -> None:
    stored = RING.encrypt(plain, context="row")
    place = len("old:") + place % (len(stored) - len("old:"))
    altered = stored[:place] + ("A" if stored[place] != "A" else "B") + stored[place + 1 :]

    with pytest.raises(DecryptionError):
        RING.decrypt(altered, context="row")


@pytest.mark.parametrize("plain", ["a", "ab", "abc"], ids=["two-bytes-over", "none-over", "one-byte-over"])
def test_every_character_of_a_stored_secret_counts(plain: str) -> None:
    stored = RING.encrypt(plain, context="row")

    for place in range(len("old:"), len(stored)):
        for character in "ABCDwxyz0123+/=":
            altered = stored[:place] + character + stored[place + 1 :]
            if altered != stored:
                with pytest.raises(DecryptionError):
                    RING.decrypt(altered, context="row")


def test_the_first_key_encrypts_and_all_keys_decrypt() -> None:
    both = KeyRing.parse(SecretStr(f"{NEW},{OLD}"))
    stored = RING.encrypt("secret", context="row")

    assert both.decrypt(stored, context="row") == "secret"
    assert both.encrypt("secret", context="row").startswith("new:")
    with pytest.raises(DecryptionError):
        KeyRing.parse(SecretStr(NEW)).decrypt(stored, context="row")


@pytest.mark.parametrize(
    "text",
    ["", "name", "name:short", f"{OLD},{OLD}", "na me:AAAA", f"{OLD};{NEW}"],
    # Names of their own: the keys are random, and every process must give a test the same name.
    ids=["empty", "no-key", "short-key", "one-name-twice", "space-in-name", "wrong-separator"],
)
def test_a_ring_that_is_none_is_refused_in_one_line_without_its_keys(text: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        KeyRing.parse(SecretStr(text))

    assert "\n" not in str(refused.value)
    assert OLD.partition(":")[2] not in str(refused.value)
    assert OLD.partition(":")[2] not in repr(RING)


async def test_after_rotation_the_old_key_can_go(system: System) -> None:
    scenario = await make_scenario(system.database)
    coordinator = await system.caller()
    booking = (await coordinator.post("/v1/bookings", json=scenario.booking())).json()
    ring = KeyRing.parse(SecretStr(f"{NEW},{system.settings.encryption_keys.get_secret_value()}"))

    assert await rotate(system.database, ring) == 1
    assert await rotate(system.database, ring) == 0

    async with system.database.transaction() as session:
        meeting = (await session.exec(select(Meeting))).one()
    only_new = KeyRing.parse(SecretStr(NEW))
    assert meeting.join_url
    assert (
        only_new.decrypt(meeting.join_url, context=f"meeting:{meeting.id}:join_url") == booking["meeting"]["join_url"]
    )
    assert (
        only_new.decrypt(meeting.passcode, context=f"meeting:{meeting.id}:passcode") == booking["meeting"]["passcode"]
    )
