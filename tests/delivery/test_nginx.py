"""``deploy/nginx.conf`` with Debian's nginx: kept pages as files, everything else to Serai."""

import gzip
import http.client
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from serai.delivery.headers import VIDEO_POLICY
from serai.delivery.store import Page, PageStore
from tests.delivery.outer import Place
from tests.scenarios.processes import RunningHouse, free_port, wait_until

SITE = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
MAIN = """
worker_processes 1; pid {place}/pid; error_log {place}/error.log; daemon off;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/f;
    uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
    include {place}/site;
}}
"""
HTML = "text/html; charset=utf-8"
BODY = "<!doctype html><title>Порт</title>".encode() * 60
PAGES = {
    "/ru/": (HTML, BODY),
    "/ru/news/8-port/": (HTML, BODY + b"!"),
    "/-/slots/ru/air/": (HTML, b"<p>air"),
    "/ru/feed.xml": ("application/atom+xml; charset=utf-8", b"<feed/>" * 90),
    "/ru/feed.json": ("application/feed+json", b"{}" * 90),
    "/sitemaps/ru/pages.xml": ("application/xml", b"<urlset/>"),
    "/robots.txt": ("text/plain; charset=utf-8", b"User-agent: *"),
    "/ru/manifest.webmanifest": ("application/manifest+json", b"{}"),
    "/ru/tv/main/calendar.ics": ("text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n" * 20),
    "/api/epg/main/now.json": ("application/json", b"{}" * 90),
    "/ru/card.png": ("image/png", b"\x89PNG" * 40),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"):
        pytest.skip("no nginx: apt install nginx-light")
    place = tmp_path_factory.mktemp("nginx")
    database = f"postgres://nobody@127.0.0.1:{free_port()}/nowhere"
    house = RunningHouse(place / "var", "serve", DATABASE_URL=database)
    store, port = PageStore(place / "var" / "pages"), free_port()
    told = SITE.read_text()
    for ours, theirs in {
        "127.0.0.1:8000": f"127.0.0.1:{house.port}",
        "/var/lib/serai/pages/pages": str(store.root / "pages"),
        "news.example.org": "127.0.0.1",
        "listen 80": f"listen 127.0.0.1:{port}",
    }.items():
        assert ours in told, ours
        told = told.replace(ours, theirs)
    (place / "site").write_text(told)
    main = MAIN.format(place=place)
    (place / "nginx.conf").write_text(("user root;" if os.geteuid() == 0 else "") + main)
    house.start()
    nginx = subprocess.Popen(["/usr/sbin/nginx", "-p", place, "-c", place / "nginx.conf"])
    found = Place(house, store, port)
    try:
        house.wait_for("/-/health")
        wait_until(found.is_up, "nginx answers")
        for path, (kind, body) in PAGES.items():
            store.put(path, Page(200, kind, body), {"article:8"}, number=1)
        store.put("/ru/news/9-gone/", Page(410, HTML, b"withdrawn"), {"article:9"}, number=1)
        store.beat()
        yield found
    finally:
        nginx.terminate()
        nginx.wait()
        house.end()
        store.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_kept_page_is_the_file_it_is(place: Place, path: str) -> None:
    kind, body = PAGES[path]
    plain, zipped = place.ask(path), place.ask(path, accept_encoding="gzip")
    assert (plain.status, plain.body, plain.headers["content-type"]) == (200, body, kind)
    assert plain.headers["cache-status"] == "nginx; hit"
    assert plain.headers["cache-control"] == "max-age=0, must-revalidate"
    assert "last-modified" not in plain.headers
    if zipped.headers.get("content-encoding") == "gzip":
        assert zipped.headers["etag"] != plain.headers["etag"]
        zipped.body = gzip.decompress(zipped.body)
    assert zipped.body == body
    again = place.ask(path, if_none_match=plain.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_its_headers_are_those_of_serai(place: Place) -> None:
    path = "/ru/news/8-port/"
    ours, theirs = place.house.ask(path)[1], place.ask(path).headers
    own = {"date", "server", "etag", "connection", "accept-ranges", "cache-status", "vary"}
    outer = {"cdn-cache-control", "surrogate-control"}
    policy = ours.pop("content-security-policy")
    wider = theirs.pop("content-security-policy").split("; ")
    assert {*policy.split("; ")} < {*wider} == {*VIDEO_POLICY}
    assert set(ours) - own - outer == set(theirs) - own
    assert {name: theirs[name] for name in set(theirs) - own} == {
        name: ours[name] for name in set(ours) - own - outer
    }


def test_a_changed_page_of_the_same_size_in_the_same_second_has_another_tag(place: Place) -> None:
    path, tags = "/ru/twins/", set()
    for letter in (b"a", b"b", b"c"):
        place.store.put(path, Page(200, HTML, BODY + letter), {"article:8"}, number=1)
        answer = place.ask(path)
        assert answer.body == BODY + letter
        tags.add(answer.headers["etag"])
    assert len(tags) == 3
    place.store.drop([path])
    assert place.ask(path).status == 503  # Serai itself was asked


@pytest.mark.parametrize(
    "path",
    ["/ru/?utm=1", "//ru/", "/ru//", "/%72u/", "/ru/./", "/ru/index.html", "/ru/index.html.gz",
     "/ru/card.png.br", "/ru/feed.xml?", "/ru/..;/ru/", "/ru/news/8-port/x.css", "/RU/"],
)  # fmt: skip
def test_a_page_has_one_address_here(place: Place, path: str) -> None:
    assert place.ask(path).headers.get("cache-status") != "nginx; hit"


def test_the_page_with_the_broadcast_keeps_its_own_policy(place: Place) -> None:
    page = Page(200, HTML, BODY, ("x-serai-stream",))
    place.store.put("/ru/tv/live/", page, {"article:8"}, number=1)
    answer = place.ask("/ru/tv/live/")
    assert answer.body == BODY
    assert answer.headers.get("cache-status") != "nginx; hit"
    assert "media-src 'self' https: blob:" in answer.headers["content-security-policy"].split("; ")


def test_nothing_beside_the_pages_can_be_had(place: Place) -> None:
    for path in ("/index.sqlite", "/../index.sqlite", "/heads/ru/index.json-head", "/nothing"):
        assert place.ask(path).status in (400, 404, 503)
    gone = place.ask("/ru/news/9-gone/")
    assert (gone.status, gone.body) == (410, b"withdrawn")
    assert place.ask("/ru/", "POST", content_length="0").status in (403, 503)
    with pytest.raises(http.client.HTTPException):
        place.ask("/ru/", host="other.example")


def test_players_are_those_of_serai() -> None:
    (told,) = re.findall(r'Content-Security-Policy "([^"]+)"', SITE.read_text())
    assert {*told.split("; ")} == {*VIDEO_POLICY}
