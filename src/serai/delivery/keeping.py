"""Django's end of the page store: a public page is recorded while it is made, and kept.

``KeepPages`` is the first of the middleware. ``render`` makes a page as the web would, for the
refresher and the audit.
"""

import gzip
import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from serai import __version__
from serai.core import clock
from serai.delivery.bodies import BodyFile
from serai.delivery.outbox import last_number, newer_than
from serai.delivery.recording import Recording, record
from serai.delivery.reports import SILENT
from serai.delivery.store import Page, PageStore, storable
from serai.delivery.tags import SITE

log = logging.getLogger("serai.delivery")
#: Addresses below these are nobody's page: newsroom, system, files.
PRIVATE: Final = ("/newsroom/", "/-/", "/static/", "/media/", "/api/")
#: What an answer says to the shell: it has a video, or a broadcast.
MARKS: Final = ("x-serai-video", "x-serai-stream")
KEPT_STATUSES: Final = frozenset({200, 410})
#: Where a render shall only be looked at: the audit and ``serai pages why``.
_looking: ContextVar[bool] = ContextVar("looking", default=False)
_traced: ContextVar[bool] = ContextVar("traced", default=False)


class StoreOff(Exception):
    """Nothing is kept: SERAI_PAGE_STORE=no."""

    def __str__(self) -> str:
        return "the page store is off (SERAI_PAGE_STORE=no): every page is made anew"


@cache
def made_by() -> str:
    """What pages are made with besides their rows: another version, option or style sheet makes
    every page another one."""
    options = sorted((name, str(value)) for name, value in settings.OPTIONS.items())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = manifest.read_bytes() if manifest.exists() else b""
    said = repr((__version__, options)).encode() + files
    return hashlib.sha256(said).hexdigest()[:16]


def page_store() -> PageStore:
    """The store of this node. Raises StoreOff where the options say that nothing is kept."""
    if settings.PAGE_STORE is None:
        raise StoreOff
    return _store_at(str(settings.PAGE_STORE))


@cache
def _store_at(root: str) -> PageStore:
    return PageStore(Path(root))


#: But these are pieces of pages, and the guide as data.
OPEN: Final = ("/-/slots/", "/api/epg/")


def is_public(path: str) -> bool:
    return path.startswith(OPEN) or not path.startswith(PRIVATE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page made anew, what it used, and whether the store took it."""

    status: int
    content_type: str
    body: bytes
    notebook: Recording
    kept: bool


class KeepPages:
    """Middleware: records the making of public pages and hands them to the store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = bool(settings.PAGE_STORE) and is_public(request.path_info)
        if request.method not in ("GET", "HEAD") or not wanted:
            return self._answer(request)
        seen = _last_seen()
        if seen is None:
            return unavailable()
        with record(seen, traced=_traced.get()) as notebook:
            response = self._answer(request)
        kept = not _looking.get() and keep(request, response, notebook)
        request.serai = Rendered(  # type: ignore[attr-defined]
            response.status_code,
            response.headers.get("Content-Type", ""),
            b"" if response.streaming else response.content,  # type: ignore[attr-defined]
            notebook,
            kept,
        )
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        """What failed while the database does not answer is nobody's mistake, and passes."""
        try:
            response = self._get_response(request)
        except Exception:  # the page for errors needs the database too
            if _last_seen() is None:
                return unavailable()
            raise
        return unavailable() if response.status_code == 500 and _last_seen() is None else response


def unavailable() -> HttpResponse:
    text = "503 Service Unavailable\nThe database does not answer.\n"
    headers = {"Retry-After": "5", "Cache-Control": "no-store"}
    return HttpResponse(text, status=503, content_type="text/plain", headers=headers)


def _last_seen() -> int | None:
    """The last number; None where the database does not answer, to a fresh connection either."""
    for _ in range(2):
        try:
            return last_number()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                break
            connection.close()  # it may only be this connection that was cut
    return None


def keep(request: HttpRequest, response: HttpResponseBase, notebook: Recording) -> bool:
    """Put an answer into the store, unless something speaks against it."""
    path = request.path_info
    if not _may_be_kept(request, response, notebook):
        return False
    body = response.content  # type: ignore[attr-defined]
    marks = tuple(name for name in MARKS if name in response.headers)
    page = Page(response.status_code, response.headers["Content-Type"], body, marks)
    expires = notebook.expires
    if expires is not None and expires <= clock.now():
        return False
    try:
        return page_store().put(
            path,
            page,
            notebook.tags,
            number=notebook.seen,
            expires=expires,
            importance=notebook.importance,
            still_true=lambda: _still_true(notebook),
        )
    except (OSError, Error, sqlite3.Error) as error:
        # A full disk or a directory taken away costs speed, not the answer.
        log.warning("page not kept: %s (%s)", path, error)
        return False


def _may_be_kept(request: HttpRequest, response: HttpResponseBase, notebook: Recording) -> bool:
    return (
        bool(settings.PAGE_STORE)
        and response.status_code in KEPT_STATUSES
        and request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and not notebook.refused
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
        and storable(request.path_info)
    )


def _still_true(notebook: Recording) -> bool:
    """Nothing that the page used has changed since its render began."""
    if last_number() <= notebook.seen:
        return True
    used = notebook.tags | {SITE}
    return not any(used.intersection(row.tags) for row in newer_than(notebook.seen))


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def render(path: str, *, looking: bool = False, traced: bool = False) -> Rendered:
    """Make the page of a public path as a reader would get it; ``looking``: without keeping it."""
    host = settings.OPTIONS["SERAI_HOSTS"][0]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": b"",
        "headers": [(b"host", host.encode())],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
    }
    set_script_prefix("/")
    tokens = _looking.set(looking), _traced.set(traced)
    try:
        with BodyFile() as body:
            request = ASGIRequest(scope, body)
            response: HttpResponse = _handler().get_response(request)  # type: ignore[assignment]
            # Not closed: that would end the connection of the thread that renders.
            made: Rendered | None = getattr(request, "serai", None)
    finally:
        _looking.reset(tokens[0])
        _traced.reset(tokens[1])
    if made is None:
        kind = response.headers.get("Content-Type", "")
        content = b"" if response.streaming else response.content
        return Rendered(response.status_code, kind, content, Recording(), False)
    return made


def packed(path: str) -> bytes | None:
    """A public page as one gzip file: the kept one, while it is true, else one made now; None where
    there is no such page. A file for download has no place of its own in the store."""
    body = _kept_body(path)
    if body is None:
        made = render(path)
        if made.status != 200:
            return None
        body = made.body
    return gzip.compress(body, compresslevel=6, mtime=0)


def _kept_body(path: str) -> bytes | None:
    """By the rule of the front: not over, and somebody keeps the store up to date."""
    if not settings.PAGE_STORE:
        return None
    store, now = page_store(), clock.now().timestamp()
    if abs(now - store.heard()) >= SILENT.total_seconds():
        return None
    try:
        head = json.loads(store.head_file(path).read_bytes())
        true = head["status"] == 200 and (head["expires"] is None or head["expires"] > now)
        return store.body_file(path).read_bytes() if true else None
    except (OSError, ValueError, KeyError):
        return None
