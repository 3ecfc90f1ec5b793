"""The language of the interface: chosen by the address, `/es/…`, and remembered once a reader has chosen.

A known language at the head of a path moves into the root of the application, as a folder that it is mounted
at would, so that every address which a page makes keeps the language. What is the same in all languages
(assets, data files, the screens of editors) has one address, without a language.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, quote_plus

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    has_request_context,
    make_response,
    redirect,
    request,
)
from flask_babel import Babel, Domain  # type: ignore[import-untyped]
from werkzeug.sansio.http import parse_cookie
from werkzeug.sansio.utils import get_current_url
from werkzeug.wrappers import Response as AnyResponse

from timeline.languages.catalogue import SOURCE_LANGUAGE, Catalogue, catalogue, catalogues
from timeline.records.validate import is_id
from timeline.web.negotiation import vary_on

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pages = Blueprint("languages", __name__)

_Value = TypeVar("_Value")

COOKIE: Final = "language"
_YEAR: Final = 31_536_000
_ENVIRONMENT: Final = "timeline.language"
# What has one address, whatever the language. A file is a path with a dot; feeds and the pictures of shared
# pages are said in a language, and so is the page of a release, whose id has a dot.
_NEUTRAL = re.compile(
    r"/(?:static|admin|api/v1|\.well-known|healthz|oembed|language)(?:/|$)|(?!/cards/|/releases/[^/]+$).*\.(?!atom$)[a-z0-9]+$"
)
# What is fetched by programs or shown inside other sites; nobody has chosen a language there.
_NEVER_LED = re.compile(r"/(?:embed|cards)(?:/|$)|.*\.atom$")
_MOST_ADDRESSES: Final = 2048
#: What stands in an address that is kept in the place of any record's id, any change's number, and what a
#: query asks about. By chance, so that nothing that is asked for has it in it.
_ANY: Final = {
    "about": f"subject{secrets.token_hex(8)}",
    "number": str(10**20 + secrets.randbits(64)),
    "record_id": f"record{secrets.token_hex(8)}",
    "url": f"page{secrets.token_hex(8)}",
}
#: What the router leaves as it is in a query.
_PLAIN_IN_QUERY: Final = "!$'()*,/:;?@"
_LONGEST_VALUE: Final = 200
# A page asks hundreds of times, and the way through the request is long.
_asked: ContextVar[tuple[str, str] | None] = ContextVar("timeline.language", default=None)


class LanguagePrefix:
    """Moves a known language from the head of the path to the root of the application."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        head, _, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if head != SOURCE_LANGUAGE and head in catalogues():
            environ[_ENVIRONMENT] = head
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{head}"
            environ["PATH_INFO"] = f"/{rest}"
        code = str(environ.get(_ENVIRONMENT, SOURCE_LANGUAGE))
        token = _asked.set((code, environ.get("SCRIPT_NAME", "")))
        try:
            return self.app(environ, start_response)
        finally:
            _asked.reset(token)


class Site(Flask):
    """An application whose addresses name the language, unless they are the same in all."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._addresses: OrderedDict[Hashable, str] = OrderedDict()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function as it is: none of ours is a coroutine, and to find out takes longer than most."""
        return func

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Give the address of an endpoint in the language of this request."""
        if not has_request_context():
            return self._address_of(endpoint, values)
        # A page names the same addresses as every other, but for what it speaks of.
        spoken_of: list[tuple[str, str]] = []
        for name in values.keys() & _ANY.keys():
            written = _in_address(name, values[name])
            if written:
                values[name] = _ANY[name]
                spoken_of.append((_ANY[name], written))
        found = self._kept_address(endpoint, values)
        for any_, written in spoken_of:
            found = found.replace(any_, written)
        return found

    def _kept_address(self, endpoint: str, values: dict[str, Any]) -> str:
        if not all(map(_is_plain, values.items())):
            return self._address_of(endpoint, values)
        blueprint = request.blueprint if endpoint.startswith(".") else None
        key = (endpoint, current_root(), blueprint, *values.items())
        found = self._addresses.get(key)
        if found is None:
            found = self._addresses[key] = self._address_of(endpoint, values)
            if len(self._addresses) > _MOST_ADDRESSES:
                with suppress(KeyError):  # Another thread may have let go of the last one.
                    self._addresses.popitem(last=False)
        return found

    def _address_of(self, endpoint: str, values: dict[str, Any]) -> str:
        address = super().url_for(endpoint, **values)
        code = current_language()
        if code == SOURCE_LANGUAGE:
            return address
        host = asked_site()[:-1] if address.startswith(asked_site()) else ""
        path = address.removeprefix(host).removeprefix(request.script_root)
        is_neutral = _NEUTRAL.match(re.split("[?#]", path, maxsplit=1)[0])
        return f"{host}{_mount()}{path}" if is_neutral else address


def _in_address(name: str, value: object) -> str:
    """Write one of the values of `_ANY` as it stands in an address; empty where the router has to."""
    if name == "record_id":
        return value if isinstance(value, str) and is_id(value) else ""
    if name == "number":
        return str(value) if type(value) is int and value >= 0 else ""
    return quote_plus(value, safe=_PLAIN_IN_QUERY) if isinstance(value, str) else ""


def _is_plain(value: tuple[str, Any]) -> bool:
    """Tell whether a value of an address can be kept: a short text, and not an order to the router."""
    name, text = value
    if text is None:
        return True
    return isinstance(text, str) and len(text) <= _LONGEST_VALUE and not name.startswith("_")


class _Catalogues(Domain):  # type: ignore[misc]
    """Flask-Babel's texts, from catalogues that are read as they stand."""

    def get_translations(self) -> Any:
        return catalogue(current_language()).translations


class _Babel(Babel):  # type: ignore[misc]
    domain_instance = _Catalogues()


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """A language that a page can be had in; `url` leads there and has the choice remembered."""

    code: str
    name: str
    url: str
    alternate: str
    is_current: bool


def init_languages(app: Flask) -> None:
    """Let an application speak the languages of which there are catalogues."""
    _Babel(app, locale_selector=lambda: current_catalogue().locale)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals |= {
        "current_language": current_language,
        "is_right_to_left": lambda: current_catalogue().is_right_to_left,
        "offered_languages": offered_languages,
    }
    app.before_request(_lead)
    app.after_request(_vary)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]


def current_language() -> str:
    """Give the code of the language of this request; that of the sources outside of one."""
    asked = _asked.get()
    if asked is not None:
        return asked[0]
    # The body of an answer that is made as it is sent, when the application has returned.
    return (
        str(request.environ.get(_ENVIRONMENT, SOURCE_LANGUAGE)) if has_request_context() else SOURCE_LANGUAGE
    )


def current_root() -> str:
    """Give the root of the application in the language of this request; empty outside of one."""
    asked = _asked.get()
    if asked is not None:
        return asked[1]
    return request.script_root if has_request_context() else ""


def once_a_request(find: Callable[[], _Value]) -> Callable[[], _Value]:
    """Have what is the same throughout a request found once in it."""
    kept: ContextVar[tuple[object, _Value] | None] = ContextVar(f"timeline.{find.__name__}", default=None)

    @wraps(find)
    def found() -> _Value:
        asked, known = _asked.get(), kept.get()  # Each request has an `asked` of its own.
        if asked is not None and known is not None and known[0] is asked:
            return known[1]
        value = find()
        kept.set((asked, value))
        return value

    return found


def current_catalogue() -> Catalogue:
    """Give the catalogue of the language of this request."""
    return catalogue(current_language())


def offered_languages() -> list[Offered]:
    """List the languages that this page can be had in, with its address in each."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    path = quote(request.path, safe="/:@!$&'()*+,;=~")
    site = str(current_app.config.get("SITE_URL") or asked_site()).rstrip("/")
    current, mount = current_language(), _mount()
    return [
        Offered(
            code=code,
            name=known.name,
            url=f"{mount}/language/{code}{path}{query}",
            alternate=f"{site}{_root_in(code, mount)}{path}{query}",
            is_current=code == current,
        )
        for code, known in catalogues().items()
    ]


def in_language(path: str, code: str) -> str:
    """Give the address of a path of the application, which begins with a slash, in a language."""
    return f"{_root_in(code, _mount())}{path}"


def _root_in(code: str, mount: str) -> str:
    return mount if code == SOURCE_LANGUAGE else f"{mount}/{code}"


@once_a_request
def asked_site() -> str:
    """Give the address of the host that was asked, with a slash at the end."""
    return _spelt_out(request.scheme, request.host)


@lru_cache(maxsize=64)
def _spelt_out(scheme: str, host: str) -> str:
    # A request spells its host out anew each time, which takes longer than all else in an address.
    return get_current_url(scheme, host)


@pages.get("/language/<code>/")
@pages.get("/language/<code>/<path:page>")
def choose(code: str, page: str = "") -> AnyResponse:
    """Remember the language that a reader has chosen, and go on to the page in it."""
    if code not in catalogues():
        abort(404)
    # Slashes at the start would lead to another site.
    path = "/" + quote(page.lstrip("/\\"), safe="/:@!$&'()*+,;=~")
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    answer = redirect(in_language(path, code) + query, 303)
    answer.set_cookie(
        COOKIE, code, max_age=_YEAR, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def remembered_language(cookies: str) -> str:
    """Give the code of the language that the header Cookie remembers; that of the sources without one."""
    code = parse_cookie(cookies).get(COOKIE, SOURCE_LANGUAGE) if COOKIE in cookies else SOURCE_LANGUAGE
    return code if code in catalogues() else SOURCE_LANGUAGE


def _lead() -> AnyResponse | None:
    """Lead a reader who has chosen a language to the page in it; files have one address each."""
    if request.method not in {"GET", "HEAD"}:
        return None
    if _NEUTRAL.match(request.path):
        return redirect(f"{_mount()}{_asked_for()}", 301) if current_language() != SOURCE_LANGUAGE else None
    remembered = remembered_language(request.environ.get("HTTP_COOKIE", ""))
    if remembered == SOURCE_LANGUAGE or not _is_led(request.path):
        return None
    answer = make_response(redirect(in_language(_asked_for(), remembered), 302))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked_for() -> str:
    """Give the address that was asked for, below the root of the application, with its query."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return quote(request.path, safe="/:@!$&'()*+,;=~") + query


def _vary(response: Response) -> Response:
    """Say that what a page without a language answers depends on what was chosen."""
    if _is_led(request.path):
        vary_on(response, "Cookie")
    return response


def _is_led(path: str) -> bool:
    if current_language() != SOURCE_LANGUAGE:
        return False
    return not _NEUTRAL.match(path) and not _NEVER_LED.match(path)


def _mount() -> str:
    """Give the root of the application without a language."""
    code = request.environ.get(_ENVIRONMENT)
    return request.script_root.removesuffix(f"/{code}") if code else request.script_root
