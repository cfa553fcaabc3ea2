"""What stands before Serai in a test: asked by a real line, answered in full."""

import http.client
from contextlib import closing
from dataclasses import dataclass

from serai.delivery.store import PageStore
from tests.scenarios.processes import RunningHouse


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Place:
    """Pages that are kept, Serai's web server whose database is away, and a server before both."""

    house: RunningHouse
    store: PageStore
    port: int

    def ask(self, path: str, method: str = "GET", *, host: str = "", **lines: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            line.putheader("Host", host or "127.0.0.1")
            for name, value in lines.items():
                line.putheader(name.replace("_", "-"), value)
            line.endheaders()
            answer = line.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())

    def is_up(self) -> bool:
        try:
            return self.ask("/-/health").status == 200
        except OSError:
            return False
