"""A page opened as a reader would, with everything noted that should not happen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

#: Layout shifts without a reader's doing, summed up (the browser's own definition).
SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: 'layout-shift', buffered: true}); }"""


@dataclass
class Seen:
    """An open page and what went wrong on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def opened(
    chromium: Browser, url: str, *, scheme: str = "light", width: int = 1440, scripts: bool = True,
    before: Callable[[Page], None] = lambda page: None, **more: Any,
) -> Iterator[Seen]:  # fmt: skip
    """The page in a fresh profile; ``complaints``: console errors, requests off the host.

    ``before`` is done with the empty page.
    """
    context = chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        **more,
    )
    page = context.new_page()
    seen = Seen(page)
    home = urlsplit(url).netloc
    page.on(
        "console",
        lambda said: (
            seen.complaints.append(said.text) if said.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))

    def note(request: Any) -> None:
        seen.requests.append(request.url)
        if urlsplit(request.url).netloc not in (home, ""):
            seen.complaints.append(f"off the host: {request.url}")

    page.on("request", note)
    page.on("requestfailed", lambda request: seen.complaints.append(f"failed: {request.url}"))
    try:
        if scripts:
            page.add_init_script(f"({SHIFTS})()")
        before(page)
        page.goto(url, wait_until="networkidle")
        yield seen
    finally:
        context.close()
