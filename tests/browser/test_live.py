"""The broadcast in a real Chromium: its own player, and hls.js where it has none.

The stream is four seconds of ffmpeg's test picture (VP9 in fragmented MP4), handed to the browser
as if a host of the broadcaster's had sent it; headers of the page are those of a running house.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.looking import Seen, opened
from tests.scenarios.processes import RunningHouse, wait_until

pytestmark = pytest.mark.browser
STREAM = "https://stream.example/live.m3u8"
PIECES = Path(__file__).with_name("stream")
KINDS = {".m3u8": "application/vnd.apple.mpegurl"}
#: Chromium plays such streams itself since 2025; Firefox does not.
WITHOUT_OWN_PLAYER = """
  const own = HTMLMediaElement.prototype.canPlayType;
  HTMLMediaElement.prototype.canPlayType = function (type) {
    return type.includes("mpegurl") ? "" : own.call(this, type);
  };
"""
SET = """
from serai.broadcast.models import Channel
channel = Channel.objects.get(is_default=True)
channel.stream_url = {address!r}
channel.save()
"""


@pytest.fixture(scope="module")
def live(house: RunningHouse, address: str) -> Iterator[str]:
    """The address of the page while the channel has a stream."""

    def set_stream(stream: str) -> None:
        done = house.run("shell", "-c", SET.format(address=stream))
        assert done.returncode == 0, done.stderr
        wait_until(
            lambda: (STREAM in house.ask("/en/tv/live/")[2].decode()) == bool(stream),
            "the new page",
        )

    set_stream(STREAM)
    yield f"{address}/en/tv/live/"
    set_stream("")


def broken(page: Page) -> None:
    page.add_init_script(WITHOUT_OWN_PLAYER)
    page.route("https://stream.example/**", lambda route: route.fulfill(status=503))


def streaming(page: Page) -> None:
    page.add_init_script(WITHOUT_OWN_PLAYER)

    def send(route: Route) -> None:
        piece = PIECES / route.request.url.rpartition("/")[2]
        route.fulfill(
            body=piece.read_bytes(),
            content_type=KINDS.get(piece.suffix, "video/mp4"),
            headers={"Access-Control-Allow-Origin": "*"},
        )

    page.route("https://stream.example/**", send)


def asked(seen: Seen, part: str) -> list[str]:
    return [url for url in seen.requests if part in url]


def test_nothing_is_fetched_before_the_click_and_then_the_broadcast_plays(
    chromium: Browser, live: str
) -> None:
    with opened(chromium, live, before=streaming) as seen:
        assert not asked(seen, "hls-")
        assert not asked(seen, "stream.example")
        assert seen.complaints == []
        seen.page.get_by_role("button", name="Watch live").click()
        video = seen.page.locator("video")
        wait_until(lambda: video.evaluate("v => v.currentTime > 0.5"), "the broadcast plays")
        shown = "v => [v.videoWidth, v.videoHeight, v.controls]"
        assert video.evaluate(shown) == [128, 72, True]
        expect(seen.page.get_by_role("button", name="Watch live")).to_be_hidden()
        assert asked(seen, "part1.m4s")
        others = [said for said in seen.complaints if "stream.example" not in said]
        assert others == []


def test_a_broadcast_that_does_not_come_is_told_and_may_be_asked_for_again(
    chromium: Browser, live: str
) -> None:
    with opened(chromium, live, before=broken) as seen:
        button = seen.page.get_by_role("button", name="Watch live")
        told = seen.page.get_by_role("status")
        for _ in range(2):
            button.click()
            expect(told).to_have_text("The broadcast cannot be played here now.", timeout=60_000)
            expect(button).to_be_enabled()


@pytest.mark.parametrize("before", [lambda page: None, streaming])
def test_the_page_is_whole_with_either_player(
    chromium: Browser,
    live: str,
    before: Callable[[Page], None],
) -> None:
    for width in (390, 1440):
        with opened(chromium, live, before=before, width=width) as seen:
            assert seen.complaints == []
            assert seen.page.evaluate("window.shifted") <= 0.01
            assert seen.page.locator("video").get_attribute("controls") == (
                None if before is streaming else ""
            )


def test_without_a_player_of_its_own_or_scripts_a_link_leads_to_the_stream(
    chromium: Browser, live: str
) -> None:
    with opened(chromium, live, scripts=False) as seen:
        assert seen.page.get_by_role("link", name="Open in your player").get_attribute("href") == (
            STREAM
        )
        expect(seen.page.get_by_role("button", name="Watch live")).to_be_hidden()
