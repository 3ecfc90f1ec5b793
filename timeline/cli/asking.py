"""Asking an address whether it still gives a page: with little traffic, and reading nothing of the page."""

import http.client
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

_AGENT: Final = "timeline-links-check (asks each address once, and reads no page)"
_REFUSED: Final = (401, 402, 403, 407, 429, 451)
_GONE: Final = (404, 410)
#: What some servers answer to a question for the head of a page alone.
_NOT_FOR_HEADS: Final = (400, 403, 404, 405, 500, 501, 503)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of asking: one of `vocab.LINK_OUTCOMES`, the status of HTTP (0: none), and why or where."""

    outcome: str
    status: int = 0
    detail: str = ""

    @property
    def is_broken(self) -> bool:
        """Tell whether the address gives no page any more."""
        return self.outcome in {"gone", "failed", "unreachable"}


class _NotAskedError(Exception):
    """The address is one that is not asked, with the reason."""


class _Redirects(HTTPRedirectHandler):
    """Follows an address to where it leads, as far as that may be asked."""

    max_redirections = 5

    def __init__(self, may_ask: Callable[[str], None]) -> None:
        self.may_ask = may_ask

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        self.may_ask(newurl)
        found = super().redirect_request(req, fp, code, msg, headers, newurl)
        if found is not None:
            found.method = req.get_method()
        return found


def ask(url: str, *, seconds: float, own_network: bool = False) -> Answer:
    """Ask an address once, for its head, and for its page where a server gives no heads.

    Addresses of the own network are not asked unless `own_network`: archivists write them, and a server
    may reach what they cannot. No longer than `seconds` is waited for each answer.
    """

    def may_ask(address: str) -> None:
        if not own_network:
            _refuse_own_network(address)

    opener = build_opener(ProxyHandler(), _Redirects(may_ask))
    try:
        may_ask(url)
        answer = _ask(opener, url, "HEAD", seconds)
        if answer.status in _NOT_FOR_HEADS:
            answer = _ask(opener, url, "GET", seconds)
    except _NotAskedError as error:
        return Answer(outcome="unreachable", detail=str(error))
    except URLError as error:
        return Answer(outcome="unreachable", detail=_plain(error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(outcome="unreachable", detail=_plain(error))
    return answer


def _ask(opener: Any, url: str, method: str, seconds: float) -> Answer:
    request = Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})  # noqa: S310 - checked: http and https
    if urlsplit(url).scheme not in {"http", "https"}:
        raise _NotAskedError("It begins with neither http:// nor https://.")
    try:
        with opener.open(request, timeout=seconds) as response:
            status, end = response.status, response.url
    except HTTPError as error:
        with error:
            return Answer(outcome=_outcome(error.code), status=error.code, detail=_plain(error.reason))
    if _bare(end) != _bare(url):
        return Answer(outcome="moved", status=status, detail=end[:500])
    return Answer(outcome="answers", status=status)


def _outcome(status: int) -> str:
    if status in _GONE:
        return "gone"
    return "refused" if status in _REFUSED else "failed"


def _bare(url: str) -> str:
    """Give an address without what leads to the same page: its scheme, and a stroke at its end."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _refuse_own_network(url: str) -> None:
    parts = urlsplit(url)
    if not parts.hostname:
        raise _NotAskedError("It names no server.")
    for *_, address in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
            raise _NotAskedError("It leads into the own network, which is not asked.")


def _plain(reason: object) -> str:
    text = " ".join(str(reason).split())
    return "".join(sign for sign in text if sign.isprintable())[:200]
