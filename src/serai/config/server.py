"""The ASGI application: the shell, then files, then Django.

Importing this module loads Django; ``serving.py`` does so before the web workers are forked, so
that a worker started again answers at once.
"""

import gc
import json
from functools import cache
from typing import Any, Final

import django
from django.conf import settings
from django.urls import get_resolver

from serai.core.limits import limit
from serai.delivery.bodies import BodyFile, BodyRules, Receive
from serai.delivery.bridge import DjangoBridge
from serai.delivery.edge import Edge, Inner, Send
from serai.delivery.files import FileServer, FolderRules
from serai.delivery.front import Front, FrontRules
from serai.delivery.headers import HeaderRules
from serai.delivery.heads import HeadRules, Scope
from serai.delivery.keeping import is_public, page_store
from serai.delivery.reports import SILENT

NEWSROOM: Final = "/newsroom/"
#: Addresses that are no pages.
SYSTEM: Final = "/-/"
#: Renditions only: originals carry places and serial numbers, so their folder has no address.
RENDITIONS: Final = "images/"
HEALTH: Final = "/-/health"


class House:
    """Behind the shell: each path to the part that answers it."""

    def __init__(self, folders: dict[str, Inner], pages: Inner) -> None:
        self._folders = folders
        self._pages = pages

    async def __call__(self, scope: Scope, body: BodyFile, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path == HEALTH:
            await _health(send)
            return
        part = next(
            (part for at, part in self._folders.items() if path.startswith(at)), self._pages
        )
        await part(scope, body, receive, send)


async def _health(send: Send) -> None:
    """Alive: the process answers. Says nothing about Django or the database."""
    content = json.dumps({"status": "ok"}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def head_rules(options: dict[str, Any]) -> HeadRules:
    return HeadRules(
        hosts=frozenset(name.lower() for name in options["SERAI_HOSTS"]),
        proxies=frozenset(options["SERAI_PROXIES"]),
        target_bytes=limit("request_line_bytes"),
        header_bytes=limit("header_bytes"),
        header_count=limit("header_count"),
    )


def body_rules() -> BodyRules:
    upload = limit("body_bytes_upload")
    return BodyRules(
        cap=limit("body_bytes"),
        caps={
            SYSTEM: limit("body_bytes_system"),
            NEWSROOM: limit("body_bytes_newsroom"),
            NEWSROOM + "images/": upload,
            NEWSROOM + "documents/": upload,
            NEWSROOM + "schedule/": upload,
        },
        seconds=limit("body_deadline_seconds"),
    )


@cache
def application() -> Edge:
    """The whole application, made once in a process from the settings."""
    django.setup()
    _ = get_resolver().url_patterns  # read the addresses now, not in the first request
    options = settings.OPTIONS
    folders: dict[str, Inner] = {
        settings.STATIC_URL: FileServer(FolderRules(settings.STATIC_URL, settings.STATIC_ROOT)),
        settings.MEDIA_URL: FileServer(
            FolderRules(
                settings.MEDIA_URL + RENDITIONS,
                settings.MEDIA_ROOT / RENDITIONS,
                short_seconds=3600,
            )
        ),
    }
    django_pages = DjangoBridge(options["SERAI_THREADS"], limit("requests_at_once"))
    pages = Front(
        page_store() if settings.PAGE_STORE else None,
        django_pages,
        FrontRules(
            is_public,
            silent_seconds=SILENT.total_seconds(),
            purged=bool(options["SERAI_CACHES"]),
        ),
    )
    # What was made while starting stays: walking it takes the collector 100 ms each time.
    gc.collect()
    gc.freeze()
    return Edge(
        House(folders, pages),
        heads=head_rules(options),
        bodies=body_rules(),
        headers=HeaderRules(secure=settings.SECURE, newsroom=NEWSROOM, uploads=settings.MEDIA_URL),
        again=pages.again,
        stall_seconds=limit("send_stall_seconds"),
    )
