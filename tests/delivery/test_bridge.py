"""Complete requests through Django: threads, connections, streams, and more than fit."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signals
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from serai.delivery.bodies import BodyRules
from serai.delivery.bridge import DjangoBridge
from serai.delivery.edge import Edge
from serai.delivery.heads import HeadRules
from tests.delivery.asgi import Answer, Line, ask, call, make_scope

pytestmark = pytest.mark.urls(__name__)
gate = threading.Event()
seen: list[str] = []


def show(request: HttpRequest) -> HttpResponse:
    seen.append("shown")
    return HttpResponse(f"{request.method} {request.path} {request.GET.get('q')}")


def connect(request: HttpRequest) -> HttpResponse:
    connection.ensure_connection()
    seen.append(f"{threading.current_thread().name} {id(connection.connection)}")
    return HttpResponse("connected")


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    upload = request.FILES["picture"]
    return HttpResponse(f"{request.POST['name']} {upload.name} {upload.size}")


def speak(request: HttpRequest) -> HttpResponse:
    before = translation.get_language()
    translation.activate("en")
    return HttpResponse(before)


def wait(request: HttpRequest) -> HttpResponse:
    seen.append("waiting")
    gate.wait(5)
    return HttpResponse("at last")


def pour(request: HttpRequest) -> StreamingHttpResponse:
    def pieces() -> Iterator[bytes]:
        for number in range(1000):
            seen.append(f"piece {number}")
            yield b"x" * 10

    return StreamingHttpResponse(pieces())


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("in the view")


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("ok")
    response.set_cookie("a", "b")
    return response


urlpatterns = [
    path("newsroom/cookie/", cookie),
    path("newsroom/take/", take),
    path("connect/", connect),
    path("show/", show),
    path("speak/", speak),
    path("wait/", wait),
    path("pour/", pour),
    path("fail/", fail),
    path("nothing/", nothing),
]


def handler500(request: HttpRequest) -> HttpResponse:
    if request.GET.get("twice"):
        raise RuntimeError("in the page for errors")
    return HttpResponse("sorry", status=500)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    gate.clear()
    seen.clear()
    yield
    gate.set()


def make_edge(threads: int = 1, queue_limit: int = 10, stall_seconds: float = 5.0) -> Edge:
    bridge = DjangoBridge(threads, queue_limit, stall_seconds)
    bodies = BodyRules(caps={"/newsroom/": 2_000_000}, memory_bytes=1000)
    return Edge(bridge, heads=HeadRules(frozenset({"localhost"})), bodies=bodies)


def test_a_request_is_answered_with_its_length() -> None:
    answer = ask(make_edge(), make_scope(path="/show/", query="q=%D1%8F"))
    assert (answer.status, answer.body.decode()) == (200, "GET /show/ я")
    assert answer.header("content-length") == str(len(answer.body))


def test_head_has_the_length_and_no_body() -> None:
    answer = ask(make_edge(), make_scope("HEAD", "/show/"))
    assert (answer.body, answer.header("content-length")) == (b"", str(len("HEAD /show/ None")))


@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_its_connection() -> None:
    edge = make_edge()
    for _ in range(3):
        assert ask(edge, make_scope(path="/connect/")).body == b"connected"
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_started_and_finished_are_said_in_the_same_thread() -> None:
    said: list[tuple[str, str]] = []

    def started(**_: Any) -> None:
        said.append(("started", threading.current_thread().name))

    def finished(**_: Any) -> None:
        said.append(("finished", threading.current_thread().name))

    signals.request_started.connect(started)
    signals.request_finished.connect(finished)
    try:
        for page in ("/show/", "/pour/", "/fail/"):
            ask(make_edge(), make_scope(path=page))
    finally:
        signals.request_started.disconnect(started)
        signals.request_finished.disconnect(finished)
    assert [word for word, _ in said] == ["started", "finished"] * 3
    assert {thread for _, thread in said} == {"django_0"}


def test_an_upload_spooled_to_the_disk_arrives() -> None:
    parts = (
        '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nсова\r\n'
        '--b\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n'
    )
    body = parts.encode() + b"p" * 500_000 + b"\r\n--b--\r\n"
    headers = [
        ("Content-Type", "multipart/form-data; boundary=b"),
        ("Content-Length", str(len(body))),
    ]
    scope = make_scope("POST", "/newsroom/take/", headers=headers)
    answer = ask(
        make_edge(), scope, *(body[at : at + 65_536] for at in range(0, len(body), 65_536))
    )
    assert answer.body.decode() == "сова a.jpg 500000"


def test_language_does_not_leak_into_the_next_request() -> None:
    edge = make_edge()
    answers = {ask(edge, make_scope(path="/speak/")).body for _ in range(2)}
    assert answers == {b"ru"}


def test_cookies_leave_the_newsroom() -> None:
    answer = ask(make_edge(), make_scope(path="/newsroom/cookie/"))
    assert answer.all("set-cookie") == ["a=b; Path=/"]


def test_no_content_has_no_length() -> None:
    answer = ask(make_edge(), make_scope(path="/nothing/"))
    assert (answer.status, answer.header("content-length"), answer.complete) == (204, None, True)


def test_errors_get_djangos_page_and_if_that_fails_a_plain_one() -> None:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("serai.delivery").setLevel(logging.CRITICAL + 1)
    try:
        answer = ask(make_edge(), make_scope(path="/fail/"))
        assert (answer.status, answer.body) == (500, b"sorry")
        answer = ask(make_edge(), make_scope(path="/fail/", query="twice=1"))
        assert (answer.status, answer.body) == (500, b"500 Internal Server Error\n")
    finally:
        logging.getLogger("django.request").setLevel(logging.ERROR)
        logging.getLogger("serai.delivery").setLevel(logging.NOTSET)


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


def test_more_than_fit_get_503_and_the_rest_their_answer() -> None:
    edge = make_edge(threads=1, queue_limit=1)

    async def run() -> tuple[Answer, list[Answer]]:
        held = [asyncio.create_task(call(edge, make_scope(path="/wait/"))) for _ in range(2)]
        await until(lambda: seen == ["waiting"])
        third = await call(edge, make_scope(path="/wait/"))
        gate.set()
        return third, await asyncio.gather(*held)

    third, answers = asyncio.run(run())
    assert (third.status, third.header("retry-after")) == (503, "1")
    assert [answer.body for answer in answers] == [b"at last", b"at last"]


def test_who_leaves_the_queue_is_not_answered_at_all() -> None:
    edge = make_edge(threads=1)

    async def run() -> Answer:
        first = asyncio.create_task(call(edge, make_scope(path="/wait/")))
        await until(lambda: seen == ["waiting"])
        line = Line()
        second = asyncio.create_task(call(edge, make_scope(path="/show/"), line))
        await asyncio.sleep(0)
        line.gone.set()
        left = await second
        gate.set()
        await first
        return left

    assert asyncio.run(run()).status == 0
    assert seen == ["waiting"]


def test_a_stream_arrives_whole_and_waits_for_its_reader() -> None:
    answer = ask(make_edge(), make_scope(path="/pour/"))
    assert (answer.body, answer.complete) == (b"x" * 10_000, True)

    class Slow(Line):
        async def send(self, message: dict[str, Any]) -> None:
            await asyncio.sleep(0.001)
            ahead.append(len(seen) - len(self.answer.body) // 10)
            await super().send(message)

    seen.clear()
    ahead: list[int] = []

    async def run() -> Answer:
        return await call(make_edge(), make_scope(path="/pour/"), Slow())

    assert len(asyncio.run(run()).body) == 10_000
    assert max(ahead) <= 1


@pytest.mark.parametrize("leaves", [True, False])
def test_a_stream_nobody_takes_gives_its_thread_back(leaves: bool) -> None:
    edge = make_edge(stall_seconds=0.1)

    class Stalled(Line):
        async def send(self, message: dict[str, Any]) -> None:
            if self.answer.body:
                if leaves:
                    self.gone.set()
                await asyncio.sleep(0.3 if leaves else 60)
            await super().send(message)

    async def run() -> Answer:
        await call(edge, make_scope(path="/pour/"), Stalled())
        return await call(edge, make_scope(path="/show/"))

    assert asyncio.run(run()).status == 200
    assert len(seen) < 10
