"""Complete requests to Django, on a bounded pool of threads that keep their database connections.

Django's own ASGI handler gives every request a fresh thread, and with it a fresh connection; here a
fixed number of threads answers, the rest wait in a short queue, and past that the answer is 503.
"""

import asyncio
import contextvars
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

from django.core import signals
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import FileResponse, HttpResponse, HttpResponseServerError
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from serai.delivery.bodies import BodyFile, Message, Receive, wait_until_gone
from serai.delivery.edge import Send, send_text
from serai.delivery.headers import HeaderLines
from serai.delivery.heads import Scope
from serai.delivery.sharing import Readings, sharing

log = logging.getLogger("serai.delivery")
_PIECE: Final = 262_144
_BODILESS: Final = frozenset({204, 304})


class Abandoned(Exception):
    """The client went away, or took nothing for too long, while an answer was streamed."""


@dataclass(slots=True)
class Outlet:
    """What a thread of the pool uses to send: blocks until the server has taken the message."""

    loop: asyncio.AbstractEventLoop
    send: Send
    stall_seconds: float
    gone: threading.Event = field(default_factory=threading.Event)

    def put(self, message: Message) -> None:
        if self.gone.is_set():
            raise Abandoned
        sent = asyncio.run_coroutine_threadsafe(_sent(self.send, message), self.loop)
        try:
            sent.result(self.stall_seconds)
        except (TimeoutError, ConnectionError) as error:
            sent.cancel()
            raise Abandoned from error


async def _sent(send: Send, message: Message) -> None:
    await send(message)


class DjangoBridge:
    """Inner application of the shell: ``threads`` answer at once, ``queue_limit`` wait."""

    def __init__(self, threads: int, queue_limit: int, stall_seconds: float = 10.0) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="django")
        self._places = threads + queue_limit
        self._inside = 0
        self._stall_seconds = stall_seconds
        self._readings = Readings()

    async def __call__(self, scope: Scope, body: BodyFile, receive: Receive, send: Send) -> None:
        if self._inside >= self._places:
            await send_text(send, 503, "Too many requests at once", retry_after="1")
            return
        self._inside += 1
        try:
            await self._in_thread(scope, body, receive, send)
        finally:
            self._inside -= 1

    async def _in_thread(self, scope: Scope, body: BodyFile, receive: Receive, send: Send) -> None:
        outlet = Outlet(asyncio.get_running_loop(), send, self._stall_seconds)
        # A context of its own: language and the like never leak into the thread's next request.
        context = contextvars.Context()
        queued = self._pool.submit(context.run, self._answer, scope, body, outlet)
        answer: asyncio.Future[Any] = asyncio.wrap_future(queued)
        leaving: asyncio.Future[Any] = asyncio.ensure_future(wait_until_gone(receive))
        try:
            await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                outlet.gone.set()
                if queued.cancel():
                    return
            messages = await answer
        except Abandoned:
            return
        finally:
            leaving.cancel()
        if not outlet.gone.is_set():
            for message in messages:
                await send(message)

    def _answer(self, scope: Scope, body: BodyFile, outlet: Outlet) -> list[Message]:
        """In a thread: the messages of a plain answer; a streamed one is sent from here."""
        set_script_prefix("/")
        signals.request_started.send(sender=type(self._handler), scope=scope)
        response = self._respond(scope, body)
        response._handler_class = type(self._handler)  # type: ignore[attr-defined]
        try:
            if response.streaming:
                _stream(response, outlet, bare=scope["method"] == "HEAD")
                return []
            return _whole(response)
        finally:
            response.close()  # sends request_finished, in the thread of the connection

    def _respond(self, scope: Scope, body: BodyFile) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return HttpResponse("400 Bad Request\n", status=400, content_type="text/plain")
        except RequestDataTooBig:
            return HttpResponse("413 Payload Too Large\n", status=413, content_type="text/plain")
        try:
            with sharing(self._readings):
                return self._handler.get_response(request)
        except Exception:
            log.exception("the page for errors failed itself")
            return HttpResponseServerError("500 Internal Server Error\n", content_type="text/plain")


def _whole(response: Any) -> list[Message]:
    if response.status_code in _BODILESS:
        del response["Content-Length"]
        return [_start(response), {"type": "http.response.body", "body": b""}]
    response["Content-Length"] = str(len(response.content))
    return [_start(response), {"type": "http.response.body", "body": response.content}]


def _stream(response: Any, outlet: Outlet, *, bare: bool) -> None:
    if isinstance(response, FileResponse):
        response.block_size = _PIECE
    outlet.put(_start(response))
    if not bare:
        for piece in response:
            if piece:
                outlet.put({"type": "http.response.body", "body": piece, "more_body": True})
    outlet.put({"type": "http.response.body", "body": b"", "more_body": False})


def _start(response: HttpResponseBase) -> Message:
    lines: HeaderLines = [
        (name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()
    ]
    lines += [
        (b"set-cookie", cookie.output(header="").strip().encode("ascii"))
        for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": lines}
