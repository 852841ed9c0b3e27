"""Which addresses subscribers' events may be sent to. PURE: everything that is not plainly a public host is refused.

By explicit ranges: `ipaddress.is_global` calls several of them global (192.0.0.192, 2002:7f00:1::, 64:ff9b:1::, multicast), and
what it says changes with the version of Python. Sources: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890).
"""

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_REFUSED_V4: Final = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # Looks public: the host that each virtual machine at Azure stands on.
        "168.63.129.16/32",
    )
)
_PUBLIC_V6: Final = IPv6Network("2000::/3")
"""All that is assigned to public hosts is in here; what maps or translates IPv4 addresses is not, or is refused below."""
_REFUSED_V6: Final = tuple(
    IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


def is_public(address: str) -> bool:
    """Tell whether an address, as a resolver writes it, is that of a public host."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _REFUSED_V4)
    return _is_public_v6(parsed)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _PUBLIC_V6:
        return False
    return not any(address in network for network in _REFUSED_V6)


def literal_address(host: str) -> str | None:
    """Return the address that a host is written as, in any spelling that a resolver takes for one; None where it is a name."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None
    return str(found[0][4][0])
