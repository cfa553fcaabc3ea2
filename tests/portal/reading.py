"""Reading pages as a machine reader would: fetched through the real addresses, parsed as HTML."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html


class Page:
    """One answer: its status and its parsed HTML."""

    def __init__(self, path: str, *, status: int = 200) -> None:
        answer = Client().get(path)
        assert answer.status_code == status, (
            path,
            answer.status_code,
            answer.headers.get("Location"),
        )
        self.text: str = answer.content.decode()
        self.root = html.document_fromstring(self.text)

    def part(self, name: str) -> str:
        """Text of the part marked ``data-part=name``; empty where it is not there."""
        found = self.root.xpath(f"//*[@data-part='{name}']")
        return clean(found[0].text_content()) if found else ""

    def parts(self) -> set[str]:
        return set(self.root.xpath("//@data-part"))

    def links(self) -> list[str]:
        return [str(link) for link in self.root.xpath("//main//a/@href")]

    def every_link(self) -> set[str]:
        return {str(link).split("#")[0] for link in self.root.xpath("//a/@href")}

    def articles(self) -> list[int]:
        """Keys of the articles that the main part links to, in order."""
        found = []
        for link in self.links():
            parts = link.split("/")
            if len(parts) > 3 and parts[2] == "news" and "-" in parts[3]:
                found.append(int(parts[3].split("-")[0]))
        return found

    def meta(self, name: str) -> str:
        found = self.root.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")
        return str(found[0]) if found else ""


def clean(text: str) -> str:
    """Blanks of all kinds become one blank, invisible joiners nothing."""
    return " ".join(text.replace("\u2060", "").split())


def location(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.headers.get("Location", "")


@contextmanager
def at_most(queries: int) -> Iterator[CaptureQueriesContext]:
    """Fails where the page asks the database more often."""
    with CaptureQueriesContext(connection) as seen:
        yield seen
    told = "\n".join(query["sql"][:160] for query in seen.captured_queries)
    assert len(seen) <= queries, f"{len(seen)} queries:\n{told}"


Maker = Callable[[int], object]
