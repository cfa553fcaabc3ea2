"""Every limit of the house in one table: its number, its unit and the reason for it.

A value equal to the limit passes, one above it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB


class LimitExceeded(ValueError):
    """A value stands above its limit. ``reason`` is the limit's name."""

    def __init__(self, name: str, value: int) -> None:
        row = LIMITS[name]
        super().__init__(f"{name}: {value} is more than {row.value} {row.unit}")
        self.reason = name
        self.name = name
        self.value = value


@dataclass(frozen=True, slots=True)
class Limit:
    """One row: ``unit`` is what is counted, ``why`` what happens without the limit."""

    name: str
    value: int
    unit: str
    why: str


_REQUESTS = (
    Limit("request_line_bytes", 4 * KIB, "bytes", "no address of ours is longer; logs stay small"),
    Limit("header_bytes", 8 * KIB, "bytes", "all headers of a request together, cookies included"),
    Limit("header_count", 100, "headers", "a flood of headers costs a loop per header"),
    Limit("header_deadline_seconds", 5, "seconds", "half a head must not hold a connection"),
    Limit("body_deadline_seconds", 5, "seconds", "half a body must not hold a thread"),
    Limit("send_stall_seconds", 30, "seconds", "who takes no 64 KiB of a large answer is cut off"),
    Limit("body_bytes", 64 * KIB, "bytes", "forms of readers are small"),
    Limit("body_bytes_system", 16 * KIB, "bytes", "a reader's report, each letter in six bytes"),
    Limit("body_bytes_newsroom", 2_621_440, "bytes", "the longest article with all its panels"),
    Limit("body_bytes_upload", 32 * MIB, "bytes", "an upload; above its own limit it is told so"),
    Limit("requests_at_once", 64, "requests", "more would wait for threads and memory anyway"),
)

_FOREIGN = (
    Limit("capture_bytes", 5 * MIB, "bytes", "a saved page; the seed's pages are under 100 KB"),
    Limit("html_bytes", 512 * KIB, "bytes", "foreign HTML of one article"),
    Limit("html_depth", 32, "elements", "tree builders cost depth times length"),
    Limit("html_tags", 12_000, "tags", "each tag costs a step in every pass over the text"),
    Limit("html_references", 15_000, "references", "each & and hard space costs as much as a tag"),
    Limit("url_bytes", 2048, "bytes", "longer addresses are tricks or mistakes"),
    Limit("image_bytes", 25 * MIB, "bytes", "a picture as it comes from a camera"),
    Limit("image_pixels", 50_000_000, "pixels", "four bytes each once it is decoded"),
    Limit("image_memory_mb", 1024, "MiB", "address space of the child that makes a picture new"),
    Limit("image_cpu_seconds", 20, "seconds", "decoding and twelve renditions take two or three"),
    Limit("image_wall_seconds", 40, "seconds", "as long as an editor waits for a picture"),
)

_SCHEDULES = (
    Limit("schedule_upload_bytes", 30 * MIB, "bytes", "a year of a channel as a spreadsheet"),
    Limit("schedule_memory_mb", 640, "MiB", "address space of the child that reads a schedule"),
    Limit("schedule_cpu_seconds", 300, "seconds", "a million airings of XMLTV take one hundred"),
    Limit("schedule_wall_seconds", 900, "seconds", "the same while the spool is written beside"),
)

_SANDBOX = (
    Limit("sandbox_memory_mb", 512, "MiB", "address space of the child that opens foreign bytes"),
    Limit("sandbox_cpu_seconds", 10, "seconds", "a quadratic parser ends here"),
    Limit("sandbox_wall_seconds", 15, "seconds", "a child that sleeps ends here"),
    Limit("sandbox_result_bytes", 16 * MIB, "bytes", "what the child may hand back"),
    Limit("sandbox_payload_bytes", 64 * MIB, "bytes", "what the child is given to open"),
    Limit("sandbox_files", 64, "descriptors", "an archive cannot open itself a thousand times"),
    Limit("sandbox_file_bytes", 64 * MIB, "bytes", "the largest file the child may write"),
    Limit("sandbox_processes", 4096, "processes", "of the whole user; stops a bomb of forks"),
)

_JOBS = (
    Limit("job_payload_bytes", 64 * KIB, "bytes", "a job carries ids, not texts"),
    Limit("job_attempts", 3, "attempts", "a job that kills its worker is put aside"),
    Limit("job_lease_seconds", 30, "seconds", "after that long another worker takes over"),
)

_TOKENS = (
    Limit("token_subject_bytes", 512, "bytes", "a subject is an id, not a text"),
    Limit("token_characters", 1024, "characters", "read from addresses, refused unread above"),
)

_TEXTS = (
    Limit("headline", 250, "characters", "three lines of the widest front"),
    Limit("slug", 90, "characters", "addresses stay readable when sent"),
    Limit("kicker", 60, "characters", "one line above the headline"),
    Limit("lead", 1000, "characters", "a lead is one paragraph"),
    Limit("paragraph", 20_000, "characters", "a longer one is not a paragraph"),
    Limit("quote", 2000, "characters", "what one person said in one breath"),
    Limit("caption", 300, "characters", "two lines under a picture"),
    Limit("credit", 300, "characters", "one line under a picture"),
    Limit("report_passage", 500, "characters", "a passage in which a reader finds an error"),
    Limit("report_note", 1000, "characters", "what a reader says of it"),
    Limit("reports_per_reader", 5, "reports", "from one network address within an hour"),
    Limit("reports_per_article", 30, "reports", "on one article within an hour; then it is known"),
    Limit("gallery_pictures", 24, "pictures", "a reader on a phone scrolls past each of them"),
    Limit("person_name", 200, "characters", "full names in official papers fit"),
    Limit("search_query", 200, "characters", "a question of a reader, not a program"),
)


def _table(*groups: tuple[Limit, ...]) -> Mapping[str, Limit]:
    rows = [row for group in groups for row in group]
    table = {row.name: row for row in rows}
    if len(table) != len(rows):
        raise ValueError("a limit stands in the table twice")
    return MappingProxyType(table)


LIMITS: Final = _table(_REQUESTS, _FOREIGN, _SCHEDULES, _SANDBOX, _JOBS, _TOKENS, _TEXTS)


def limit(name: str) -> int:
    """The number of this limit. Raises KeyError where the table has no such row."""
    return LIMITS[name].value


def refuse_above(name: str, value: int) -> None:
    """Raises LimitExceeded where the value is above the limit of this name."""
    if value > LIMITS[name].value:
        raise LimitExceeded(name, value)
