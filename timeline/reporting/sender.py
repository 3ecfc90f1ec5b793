"""Where a report comes from, as little of it as limits need: a hash under a key that changes every day."""

import datetime as dt
import hashlib
import hmac
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

_NETWORK_OF_A_HOUSE: Final = 64


def sender_of(address: str, secret: str, day: dt.date) -> str:
    """Give a hash of an address that nobody can turn back without the site's secret, good for one day.

    Of an IPv6 address only the network counts, since one house has as many addresses as it likes.
    """
    key = f"report {day.isoformat()} {secret}".encode()
    return hmac.new(key, _network(address).encode(), hashlib.sha256).hexdigest()[:24]


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, _NETWORK_OF_A_HOUSE), strict=False))
    return str(found)
