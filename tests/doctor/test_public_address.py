"""Whether participants can reach the pages that their links lead to."""

from collections.abc import Sequence

import pytest

from app.doctor.public_address import public_address
from app.doctor.report import State
from app.kit.errors import ConfigurationError
from tests.support.clinic import settings_of_nowhere


async def everywhere(_: str) -> Sequence[str]:
    return ["192.168.1.9", "93.184.215.14"]


async def nowhere(_: str) -> Sequence[str]:
    raise OSError


async def at_home(_: str) -> Sequence[str]:
    return ["192.168.1.9", "fd00::9"]


async def itself(host: str) -> Sequence[str]:
    return [host]


@pytest.mark.parametrize(
    ("given", "lookup", "state", "told"),
    [
        ("https://sessions.charity.org.uk", everywhere, State.OK, "begin with https://sessions.charity.org.uk/j/."),
        # A slash too many is left out by the setting.
        ("https://sessions.charity.org.uk/", everywhere, State.OK, "begin with https://sessions.charity.org.uk/j/."),
        ("https://93.184.215.14", itself, State.OK, "93.184.215.14/j/"),
        (None, nowhere, State.WARNING, "not set"),
        ("https://sessions.example.org", everywhere, State.WRONG, "an example"),
        ("https://chaperone.test", everywhere, State.WRONG, "an example"),
        ("https://sessions.charity.org.uk", nowhere, State.WRONG, "has no address"),
        ("https://sessions.charity.org.uk", at_home, State.WARNING, "its own network alone"),
        ("http://127.0.0.1:8000", itself, State.WARNING, "its own network alone"),
        ("https://192.168.1.9", itself, State.WARNING, "its own network alone"),
        ("https://[fd00::9]:8443", itself, State.WARNING, "its own network alone"),
        ("http://localhost:8000", everywhere, State.WARNING, "its own network alone"),
        ("https://nas.local", everywhere, State.WARNING, "its own network alone"),
        ("https://intranet", everywhere, State.WARNING, "its own network alone"),
    ],
)
async def test_an_address_that_participants_cannot_reach_is_named(
    given: str | None, lookup: object, state: State, told: str
) -> None:
    settings = settings_of_nowhere(**({} if given is None else {"public_url": given}))

    found = await public_address(settings.public_url, lookup)  # type: ignore[arg-type]  # as it is parametrised

    assert (found.state, told in found.found) == (state, True), found.found
    assert (found.remedy is None) == (state is State.OK)


@pytest.mark.parametrize("url", ["http://sessions.charity.org.uk", "https://sessions.charity.org.uk/pages", "sessions"])
def test_an_address_without_encryption_or_with_a_path_is_no_setting(url: str) -> None:
    with pytest.raises(ConfigurationError, match="PUBLIC_URL"):
        settings_of_nowhere(public_url=url)
