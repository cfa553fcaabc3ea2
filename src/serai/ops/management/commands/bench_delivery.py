"""serai bench_delivery: how fast kept pages are, and how soon a publication is everywhere."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serai.core import clock
from serai.core.models import Job, State
from serai.delivery.keeping import page_store
from serai.delivery.models import Refresh
from serai.delivery.recording import LONG_TAIL
from serai.delivery.reports import visible
from serai.editorial.models import Article, ArticleCountry, Storyline
from serai.ops.actions import build_archive
from serai.vocabulary.models import Country, Person, Topic

SERAI: Final = (sys.executable, "-m", "serai.config.cli")
SECONDS: Final = 3
CRAWLED: Final = 600
#: A word of the headline that says which article, and which version of it.
WORD: Final = re.compile(r"kerwan-(\d+)-v(\d+)")
NGINX: Final = """
worker_processes 1; pid {place}/pid; error_log {place}/error.log; daemon off; {user}
events {{ worker_connections 256; }}
http {{
    access_log off; types {{ text/html html; }}
    client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
    uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
    server {{
        listen 127.0.0.1:{port}; root {root}; gzip_static on; keepalive_requests 1000000;
        location / {{ try_files $uri $uri/index.html =404; }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; named as the command's options."""

    articles: int
    reads: int
    publications: int
    pairs: int


@dataclass(frozen=True)
class House:
    """A portal with its worker in processes of its own, on the same database as this process."""

    pid: int
    port: int

    def read(self, line: http.client.HTTPConnection, path: str) -> tuple[int, str]:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors="replace")

    def line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def web_rss_mb(self) -> float:
        """Resident memory of the web worker: the child of the server that is a server too."""
        sizes = [
            rss(pid)
            for main in children(self.pid)
            if b"serve" in command_of(main)
            for pid in children(main)
        ]
        return max(sizes, default=0.0)


class Command(BaseCommand):
    help = (
        "Measure delivery in a house of its own: hits beside nginx, publications until they are "
        "everywhere, stale answers, uncached pages, memory. Touches nothing that is yours."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=10_000, metavar="N", help="archive")
        parser.add_argument(
            "--reads", type=int, default=10_000, metavar="N", help="answers checked for staleness"
        )
        parser.add_argument(
            "--publications", type=int, default=20, metavar="N", help="publications timed"
        )
        parser.add_argument(
            "--pairs", type=int, default=5, metavar="N", help="turns of Serai and nginx"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
        parser.add_argument("--inside", type=int, metavar="PID", help="used by the command itself")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(*(options[name] for name in Plan.__dataclass_fields__))
        if plan.articles < 0 or min(plan.reads, plan.publications, plan.pairs) < 1:
            raise CommandError(
                "--articles, --reads, --publications and --pairs take numbers above 0"
            )
        if options["inside"]:
            house = House(options["inside"], int(settings.OPTIONS["SERAI_PORT"]))
            self.stdout.write(json.dumps(self.measure(house, plan)))
            return
        figures = self.measure_elsewhere(plan)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            for name, value in figures.items():
                self.stdout.write(f"{name:<18} {'—' if value is None else value}")

    def say(self, text: str) -> None:
        self.stderr.write(f"  {text}")
        self.stderr.flush()

    def measure_elsewhere(self, plan: Plan) -> dict[str, Any]:
        """The same command on a directory, a database and a port of its own."""
        with tempfile.TemporaryDirectory(prefix="serai-bench-") as var:
            own = {"SERAI_VAR": var, "SERAI_PORT": str(free_port()), "SERAI_DEMO": "yes"}
            kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
            environ = {**kept, **own}
            with standing_house(environ, self.say) as house:
                command = [*SERAI, "bench_delivery", "--inside", str(house.pid)]
                for name, value in asdict(plan).items():
                    command += [f"--{name}", str(value)]
                done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=False)
            if done.returncode:
                raise CommandError("the measurement failed; what it said stands above")
            figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
            return figures

    def come_to_rest(self) -> None:
        """Until the worker has done what the archive gave it to do."""
        until = clock.mono() + 300
        while Job.objects.due().exists() or Job.objects.filter(state=State.RUNNING).exists():
            if clock.mono() > until:
                raise CommandError("the worker did not come to rest")
            threading.Event().wait(0.5)
        connections.close_all()

    def measure(self, house: House, plan: Plan) -> dict[str, Any]:
        self.say(f"an archive of {plan.articles} articles")
        build_archive(articles=plan.articles)
        connections.close_all()
        figures: dict[str, Any] = {"articles": plan.articles}
        article = make_article()
        self.come_to_rest()
        home = f"/{settings.EDITIONS[0]}/"
        own = f"{home}news/{article.pk}-{article.slug}/"
        self.say("uncached pages")
        figures |= uncached(house, "article", own) | uncached(house, "home", home)
        self.say(f"{crawl(house, home)} pages are kept")
        publications = Publications(house, article, plan.publications, plan.reads)
        self.say("publications one by one")
        figures |= publications.measure()
        self.say(f"publications without a pause beside others, {plan.reads} answers read meanwhile")
        figures |= publications.measure_stale()
        rest = house.web_rss_mb()
        self.say("hits, alternating with nginx")
        figures |= hits(house, home, plan.pairs, self.say)
        figures["web_rss_mb"] = house.web_rss_mb()
        figures["web_rss_before_hits_mb"] = rest
        return figures


@contextmanager
def standing_house(environ: dict[str, str], say: Any) -> Iterator[House]:
    say("a house of its own")
    process = subprocess.Popen([*SERAI, "up"], env=environ, stdout=subprocess.DEVNULL)
    house = House(process.pid, int(environ["SERAI_PORT"]))
    try:
        until = clock.mono() + 300
        while True:
            if process.poll() is not None or clock.mono() > until:
                raise CommandError("the house did not come up")
            with suppress(OSError), closing(house.line()) as line:
                if house.read(line, f"/{settings.EDITIONS[0]}/")[0] == 200:
                    break
            threading.Event().wait(0.2)
        yield house
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def crawl(house: House, first: str) -> int:
    """Read pages from the first one on, as readers would; how many."""
    found, known, read = [first], {first}, 0
    with closing(house.line()) as line:
        while found and read < CRAWLED:
            path = found.pop(0)
            status, text = house.read(line, path)
            read += status == 200
            links = re.findall(r'(?:href|data-air)="(/[^"#?]+)"', text)
            known |= {path, *found}
            found += [link for link in dict.fromkeys(links) if link not in known and is_page(link)]
    return read


def is_page(link: str) -> bool:
    return not link.startswith(("/static/", "/media/", "/newsroom/"))


def make_article() -> Article:
    """As the design's table says: three countries, section, storyline, people, topics, a pair."""
    storyline = Storyline.objects.filter(live=True).order_by("pk")[0]
    model = Article.objects.filter(locale_id=storyline.locale_id, section__isnull=False)[0]
    people = list(Person.objects.order_by("pk")[:2])
    made: Article | None = None
    for locale in dict.fromkeys([storyline.locale_id, *locales()]):
        # The children of a row in the making are set as a list (modelcluster).
        article: Any = Article(
            locale_id=locale, live=False, headline="kerwan-0-v0", lead="…", body=body_of(people)
        )
        if made is None:
            article.section, article.storyline = model.section, storyline
            article.countries = [
                ArticleCountry(country=country, is_primary=place == 0, sort_order=place)
                for place, country in enumerate(Country.objects.order_by("pk")[:3])
            ]
        else:
            article.translation_key = made.translation_key
        article.save()
        article.topics.set(Topic.objects.order_by("pk")[:4])
        article.save_revision().publish()
        made = made or article
    assert made is not None
    made.refresh_from_db()
    return made


def locales() -> list[int]:
    from serai.core.editions import locale_id

    return [locale_id(edition) for edition in settings.EDITIONS]


def body_of(people: list[Person]) -> str:
    text = {"type": "paragraph", "value": "<p>…</p>"}
    said = [{"type": "quote", "value": {"text": "…", "speaker": one.pk}} for one in people]
    return json.dumps([text, *said])


class Publications:
    """Publishes again and again, waits until that is visible, and reads what readers get."""

    def __init__(self, house: House, article: Article, count: int, reads: int) -> None:
        self.house, self.article, self.count, self.reads = house, article, count, reads
        self.version = self.seen = self.stale = self.checked = 0
        self.paths: list[str] = []
        self.pages: list[int] = []
        self.seconds: list[float] = []
        self.over = threading.Event()

    def measure(self) -> dict[str, Any]:
        """In peace: every page that a publication touches is kept when it begins."""
        self.publish()  # once, so that the pages are known
        self.seconds.clear()
        self.pages.clear()
        known = list(self.paths)
        for _ in range(self.count):
            self.publish()
            with closing(self.house.line()) as line:
                for path in known:
                    self.house.read(line, path)
            threading.Event().wait(2.0)
        return {
            **self.times("publish"),
            "publications": len(self.seconds),
            "pages_per_publish": round(statistics.median(self.pages)),
        }

    def times(self, name: str) -> dict[str, float]:
        ordered = sorted(self.seconds)
        return {
            f"{name}_p50_s": round(statistics.median(ordered), 3),
            f"{name}_p99_s": round(ordered[int(len(ordered) * 0.99)], 3),
        }

    def measure_stale(self) -> dict[str, Any]:
        """Another article is published beside it each second, and a thread reads pages."""
        other = make_article()
        beside = [
            threading.Thread(target=self.publish_beside, args=(other.pk,)),
            threading.Thread(target=self.read_on),
        ]
        for thread in beside:
            thread.start()
        try:
            self.seconds.clear()
            while len(self.seconds) < self.count or self.checked < self.reads:
                self.publish()
        finally:
            self.over.set()
            for thread in beside:
                thread.join(60)
        return {
            **self.times("publish_busy"),
            "stale_reads": self.stale,
            "reads_checked": self.checked,
        }

    def publish(self) -> None:
        """Until the newsroom may say «visible everywhere»; then each page is asked once."""
        version = self.version + 1
        article = Article.objects.get(pk=self.article.pk)
        article.headline = f"kerwan-{article.pk}-v{version}"
        revision = article.save_revision()
        subject = Article.tag_of(article.pk)
        last = visible(subject)
        kept = {entry.path: entry.importance for entry in page_store().entries()}
        started = clock.mono()
        revision.publish()
        while (found := visible(subject)) is None or found == last:
            threading.Event().wait(0.005)
            if clock.mono() - started > 60:
                raise CommandError("a publication was not visible within 60 s")
        self.version = self.seen = version
        self.seconds.append(clock.mono() - started)
        mine = Refresh.objects.filter(visible_at=found.at).order_by("-number").first()
        if mine is not None and mine.paths:
            self.paths = list(mine.paths)
        # Pages of the long tail are dropped, not rendered.
        self.pages.append(sum(kept.get(path, LONG_TAIL) > LONG_TAIL for path in self.paths))
        with closing(self.house.line()) as line:
            for path in self.paths:
                self.check(line, path)

    def publish_beside(self, key: int) -> None:
        version = 0
        while not self.over.is_set():
            version += 1
            article = Article.objects.get(pk=key)
            article.headline = f"kerwan-{key}-v{version}"
            article.save_revision().publish()
            self.over.wait(1.0)
        connections.close_all()

    def read_on(self) -> None:
        with closing(self.house.line()) as line:
            while not self.over.is_set():
                for path in cycle(list(self.paths)):
                    if self.over.is_set() or not self.paths:
                        break
                    self.check(line, path)

    def check(self, line: http.client.HTTPConnection, path: str) -> None:
        """A page that names the article must not name an older version than all have seen."""
        least = self.seen
        _status, text = self.house.read(line, path)
        named = [int(n) for key, n in WORD.findall(text) if int(key) == self.article.pk]
        self.stale += any(version < least for version in named)
        self.checked += 1


def uncached(house: House, name: str, path: str) -> dict[str, Any]:
    """Median in ms, as a reader sees it, and queries of a page that is not kept."""
    client = Client(headers={"host": "127.0.0.1"})
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    times = []
    with closing(house.line()) as line:
        for _ in range(31):
            page_store().drop([path])
            started = clock.mono()
            house.read(line, path)
            times.append((clock.mono() - started) * 1000)
    return {f"{name}_ms": round(statistics.median(times), 1), f"{name}_queries": len(queries)}


def hits(house: House, path: str, pairs: int, say: Any) -> dict[str, Any]:
    """Medians of pairs in turns, one worker each, the same bytes."""
    empty = {"hits_per_s": None, "nginx_per_s": None, "ratio_nginx": None}
    if not shutil.which("wrk"):
        say("no wrk: apt install wrk")
        return empty
    ours = [wrk(house.port, path)]
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        say("no nginx: apt install nginx-light")
        return {**empty, "hits_per_s": ours[0]}
    with tempfile.TemporaryDirectory(prefix="serai-nginx-") as place:
        port = free_port()
        user = "user root;" if os.geteuid() == 0 else ""
        told = NGINX.format(place=place, port=port, user=user, root=page_store().root / "pages")
        (Path(place) / "conf").write_text(told)
        server = subprocess.Popen([nginx, "-p", place, "-c", f"{place}/conf"])
        try:
            threading.Event().wait(1)
            found = [(wrk(house.port, path), wrk(port, path)) for _ in range(pairs)]
        finally:
            server.terminate()
            server.wait()
    return {
        "hits_per_s": round(statistics.median(mine for mine, _ in found)),
        "nginx_per_s": round(statistics.median(theirs for _, theirs in found)),
        "ratio_nginx": round(statistics.median(mine / theirs for mine, theirs in found), 2),
    }


def wrk(port: int, path: str) -> float:
    """Requests a second of one thread and 32 lines."""
    told = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip",
         f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in told:
        raise CommandError(f"not every answer was a page:\n{told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert found, told
    return float(found[1])


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
    return found


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def rss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
