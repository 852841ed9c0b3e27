"""Nothing is sent to addresses that are not public, however they are written, and nobody learns what is there."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notifications.webhooks.addresses import is_public, literal_address
from app.notifications.webhooks.calling import Caller
from app.notifications.webhooks.models import AttemptOutcome
from tests.support.receiver import Receiver

WITHIN = timedelta(seconds=5)
LOOPBACK_IN_EVERY_SPELLING = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104  # one of the spellings
    "0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "localhost",
    "LOCALHOST",
    "localhost.",
)
NOT_PUBLIC = (
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "255.255.255.255",
    "168.63.129.16",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "64:ff9b::808:808",
    "64:ff9b:1::808:808",
    "::ffff:8.8.8.8",
    "3fff::1",
    "5f00::1",
    "not an address",
)
PUBLIC = (
    "8.8.8.8",
    "93.184.215.14",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_of_no_public_host_is_not_allowed(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_address_of_a_public_host_is_allowed(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_gets_in_by_being_mapped(address: Any) -> None:
    packed = int(address)
    # Mapped, compatible, translated by NAT64, and 6to4.
    for number in (0xFFFF << 32 | packed, packed, 0x0064FF9B << 96 | packed, 0x2002 << 112 | packed << 80):
        assert not is_public(_v6(number))


def _v6(number: int) -> str:
    return socket.inet_ntop(socket.AF_INET6, number.to_bytes(16, "big"))


def test_a_name_is_no_literal_address() -> None:
    assert literal_address("website.example.org") is None
    assert literal_address("2130706433") == "127.0.0.1"


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        # Bound and not listening: nobody answers there, and nobody else takes it meanwhile.
        yield reserved.getsockname()[1]


async def test_loopback_is_refused_in_every_spelling_and_open_and_closed_ports_answer_alike(
    receiver: Receiver, closed_port: int
) -> None:
    async with Caller.open(within=WITHIN, allow_private=False) as caller:
        for host in LOOPBACK_IN_EVERY_SPELLING:
            to_open = await caller.post(f"http://{host}:{receiver.port}/", b"{}", {})
            to_closed = await caller.post(f"http://{host}:{closed_port}/", b"{}", {})
            assert to_open == to_closed, host
            assert to_open.outcome is AttemptOutcome.NOT_REACHED, host

    # Nobody was even connected to.
    assert receiver.connections == 0


async def test_where_it_is_allowed_a_closed_port_is_told_as_a_forbidden_address_is(
    receiver: Receiver, closed_port: int
) -> None:
    async with Caller.open(within=WITHIN, allow_private=True) as caller:
        closed = await caller.post(f"http://127.0.0.1:{closed_port}/", b"{}", {})
        unknown = await caller.post("http://a name that is none/", b"{}", {})
        answered = await caller.post(receiver.url, b"{}", {})
    async with Caller.open(within=WITHIN, allow_private=False) as caller:
        forbidden = await caller.post(receiver.url, b"{}", {})

    assert closed == unknown == forbidden
    assert (answered.outcome, answered.status_code) == (AttemptOutcome.DELIVERED, 204)


class Names:
    """A resolver that answers otherwise each time that it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def getaddrinfo(self, _host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.asked += 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


async def test_a_name_with_one_address_that_is_not_allowed_is_refused_whole(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(["93.184.215.14", "127.0.0.1"])
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", names.getaddrinfo)
    async with Caller.open(within=WITHIN, allow_private=False) as caller:
        answer = await caller.post(f"http://website.example.org:{receiver.port}/", b"{}", {})

    assert answer.outcome is AttemptOutcome.NOT_REACHED
    assert (names.asked, receiver.connections) == (1, 0)


async def test_a_name_that_is_rebound_between_the_look_and_the_call_is_called_where_it_was_looked_up(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first answer is judged and called; the second one would lead to the receiver.
    names = Names(["127.0.0.9"], ["127.0.0.1"])
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", names.getaddrinfo)
    async with Caller.open(within=WITHIN, allow_private=True) as caller:
        await caller.post(f"http://website.example.org:{receiver.port}/", b"{}", {})

    assert (names.asked, receiver.connections) == (1, 0)


async def test_the_host_that_was_meant_is_named_and_no_proxy_of_the_environment_is_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    names = Names(["127.0.0.1"])
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", names.getaddrinfo)
    async with Caller.open(within=WITHIN, allow_private=True) as caller:
        answer = await caller.post(f"http://website.example.org:{receiver.port}/", b"{}", {})

    assert answer.outcome is AttemptOutcome.DELIVERED
    assert receiver.received[0].headers["host"] == f"website.example.org:{receiver.port}"
