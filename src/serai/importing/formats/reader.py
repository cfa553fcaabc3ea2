"""The parts of an article page: which lines are headline, date line, credit and paragraphs."""

import re
from dataclasses import dataclass
from itertools import islice

from serai.core.limits import limit
from serai.importing.formats import furniture
from serai.importing.formats.dateline import Dateline, read_dateline, split_views
from serai.importing.formats.furniture import Found, Furniture
from serai.importing.formats.lines import CaptureError, Page, clean
from serai.importing.formats.paragraphs import folded
from serai.language import dates, names

LONGEST_HEADLINE = 300
MOST_PARAGRAPHS = 2000
# How far above the date line the headline may stand, and how many lines a date line may take.
_HEADLINE_REACH = 12
_DATELINE_LINES = 5
_MOST_DATELINES = 200
# So many date lines with a headline and a text, and one paragraph under the best: a front.
_MANY_ARTICLES = 4


@dataclass(frozen=True, slots=True)
class Header:
    headline: str
    dateline: Dateline
    end: int


@dataclass(frozen=True, slots=True)
class Story:
    credit: str | None
    paragraphs: list[str]


class Reader:
    """Reads one page; every step looks at the same lines."""

    def __init__(self, page: Page, around: Furniture) -> None:
        self._page = page
        self._around = around
        self.lines = [clean(line) for line in page.lines]
        self.schedule: Found = furniture.find_schedule(self.lines)
        self.index, self.known_countries = around.find_index(self.lines)
        self._furniture = self.schedule.lines | self.index.lines

    def header(self) -> Header:
        """The best of the date lines that have a headline above and text below."""
        best: tuple[int, Header] | None = None
        candidates = below = articles = 0
        for number in range(len(self.lines)):
            dateline, end = self._dateline_at(number)
            if dateline is None:
                continue
            candidates += 1
            if candidates > _MOST_DATELINES:
                break
            follows = self._text_follows(end)
            below += follows
            headline = self._headline_above(number)
            if headline is None or not follows:
                continue
            articles += 1
            score = self._score(dateline, headline)
            if best is None or score > best[0]:
                best = (score, Header(headline, dateline, end))
        header = best[1] if best is not None else self._header_under_date()
        if header is None:
            raise CaptureError(_why_no_article(bool(candidates), bool(below)))
        if articles >= _MANY_ARTICLES and self._is_front(header):
            raise CaptureError("not an article: a list of articles")
        return header

    def _is_front(self, header: Header) -> bool:
        """Whether no markup names the headline and one paragraph is all that stands under it."""
        named = self._named_by_markup(header.headline)
        return not named and len(self.story(header).paragraphs) == 1

    def _header_under_date(self) -> Header | None:
        """The main heading of the markup where the date stands above it, the rest below it."""
        for number, line in enumerate(self.lines):
            first = read_dateline(self._page.lines[number]) if line else None
            if first is None or number in self._furniture:
                continue
            filled = filter(self.lines.__getitem__, range(number + 1, len(self.lines)))
            for place in islice(filled, 3):
                if folded(self.lines[place]) in map(folded, self._page.main_headings):
                    dateline, end = self._continued(first, number, place)
                    if self._text_follows(end):
                        return Header(self.lines[place], dateline, end)
        return None

    def _score(self, dateline: Dateline, headline: str) -> int:
        score = 3 if dateline.views is not None else 0
        score += 1 if dateline.source or dateline.byline else 0
        score -= 3 if dateline.clock_only else 0
        score += 4 if self._named_by_markup(headline) else 0
        return score + (1 if len(headline.split()) > 2 else 0)

    def _dateline_at(self, number: int) -> tuple[Dateline | None, int]:
        """The date line that begins on a line and its last line; pages in HTML may part it."""
        raw = self._page.lines[number]
        if number in self._furniture or not raw.strip():
            return None, number
        first = read_dateline(raw)
        if first is None or first.clock_only or first.views is not None:
            return first, number
        return self._continued(first, number, number)

    def _continued(self, first: Dateline, number: int, after: int) -> tuple[Dateline, int]:
        """The date line of a line, with what lines below ``after`` add, and its last line."""
        text = raw = self._page.lines[number]
        best, end = first, after
        for following in range(after + 1, min(after + _DATELINE_LINES, len(self.lines))):
            line = self.lines[following]
            if not line:
                continue
            if not self._may_join(line) or following in self._furniture:
                # Between two date lines stands a headline, not a source.
                return (first, after) if read_dateline(line) is not None else (best, end)
            nearest = text == raw
            text = f"{text} {self._page.lines[following]}"
            joined = read_dateline(text)
            if joined is None:
                break
            if joined.views is not None:
                return joined, following
            if nearest and (names.is_person(line) or names.is_organisation(line)):
                best, end = joined, following
        return best, end

    def _may_join(self, line: str) -> bool:
        return (
            len(line) <= 120
            and read_dateline(line) is None
            and furniture.photo_credit(line) is None
            and not furniture.is_sentence(line)
            and (split_views(line)[1] is not None or not self._around.is_menu(line))
        )

    def _text_follows(self, end: int) -> bool:
        """Whether a paragraph comes before the next date line."""
        found = False
        for number in islice(filter(self.lines.__getitem__, range(end + 1, len(self.lines))), 12):
            line = self.lines[number]
            if read_dateline(line) is not None:
                # What stands right above a date line was its headline.
                return False
            if found:
                return True
            if self._is_structure(number) or _credit_before_lead(line) is not None:
                continue
            # Without its full stop it may be a headline: what comes next decides.
            found = furniture.is_sentence(line) or (
                len(line) >= 60 and not self._around.is_menu(line)
            )
        return found

    def _headline_above(self, number: int) -> str | None:
        above = (
            place
            for place in range(number - 1, -1, -1)
            if self.lines[place] and place not in self._furniture
        )
        sensible = [
            place
            for place in islice(above, _HEADLINE_REACH)
            if self._may_be_headline(self.lines[place])
        ]
        for place in sensible:
            heading = self._heading_ending_at(place)
            if heading is not None:
                return heading
            if self._named_by_markup(self.lines[place]):
                return self._unwrapped(place)
        if not sensible:
            return self._weather_news_above(number)
        return self._unwrapped(sensible[0])

    def _weather_news_above(self, number: int) -> str | None:
        """A headline that reads like the heading of a forecast, right above the date line."""
        nearest = next((line for line in reversed(self.lines[:number]) if line), "")
        is_news = furniture.is_weather_heading(nearest) and len(nearest.split()) > 2
        return nearest if is_news else None

    def _may_be_headline(self, line: str) -> bool:
        mention = dates.date_at_start(line)
        return (
            len(line) <= LONGEST_HEADLINE
            and read_dateline(line) is None
            and not (mention is not None and mention.end == len(line))
            and not re.match(r"(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)", line)
            and not re.search(r"[+−-]?\d+\s?°", line)
            and not re.search(r"\S\s+[/>»›→|]\s+\S+\s+[/>»›→|]", line)
            and not furniture.has_credit_label(line)
            and not furniture.is_chatter(line)
            and not furniture.is_weather_heading(line)
            and not furniture.is_newsletter_line(line)
            and not self._around.is_menu(line)
        )

    def _named_by_markup(self, line: str) -> bool:
        """Whether the page's own title or main heading says that this is the headline."""
        key = folded(line)
        if len(line.split()) < 3:
            # Site names and sections are short, and stand in titles and headings too.
            return False
        title = folded(self._page.title)
        return (key in title and 2 * len(key) >= len(title)) or any(
            key in folded(heading) for heading in self._page.main_headings
        )

    def _heading_ending_at(self, place: int) -> str | None:
        """The main heading that was broken into the lines up to this one."""
        broken = "".join(folded(line) for line in self.lines[max(0, place - 3) : place + 1])
        for heading in self._page.main_headings:
            long_enough = len(heading.split()) > 2 and len(heading) <= LONGEST_HEADLINE
            if long_enough and broken.endswith(folded(heading)):
                return heading
        return None

    def _unwrapped(self, place: int) -> str:
        """The headline that ends on a line, with the lines it was broken from."""
        headline = self.lines[place]
        while place > 0:
            upper = self.lines[place - 1]
            breaks = headline[:1].islower() or upper.endswith((",", "—", "–", ":"))
            if not upper or not breaks or not self._may_be_headline(upper):
                break
            if len(upper) + len(headline) >= LONGEST_HEADLINE:
                break
            headline = f"{upper} {headline}"
            place -= 1
        return headline

    def _is_structure(self, number: int) -> bool:
        line = self.lines[number]
        return (
            number in self._furniture
            or furniture.is_weather_heading(line)
            or furniture.is_newsletter_line(line)
            or furniture.is_closing(line)
        )

    def story(self, header: Header) -> Story:
        """Credit and paragraphs between the date line and what is no article any more."""
        credit: str | None = None
        paragraphs: list[str] = []
        label_open = in_related = False
        for number in range(header.end + 1, len(self.lines)):
            line = self.lines[number]
            if not line:
                continue
            found = _credit_before_lead(line) if not paragraphs else furniture.photo_credit(line)
            found = line if label_open and len(line) <= furniture.LONGEST_CREDIT else found
            label_open = found == ""
            if self._is_structure(number) and (paragraphs or found is None):
                if paragraphs:
                    break
                continue
            if found is not None:
                credit = credit or found or None
                continue
            in_related = furniture.is_related_heading(line) or (
                in_related and not self._ends_related(number)
            )
            if in_related or self._is_bare_link(number):
                continue
            if furniture.is_chatter(line) or self._around.is_menu(line):
                continue
            if paragraphs and self._is_next_article(line, paragraphs):
                break
            if paragraphs or _may_be_lead(line, header.headline):
                _refuse_endless(line, len(paragraphs))
                paragraphs.append(line)
        paragraphs = _without_last_heading(paragraphs)
        if not paragraphs:
            raise CaptureError(_why_no_article(dated=True, below=False))
        return Story(credit, paragraphs)

    def _is_bare_link(self, number: int) -> bool:
        """A line that is a link and no sentence leads away from the article."""
        return number in self._page.links and not furniture.is_sentence(self.lines[number])

    def _ends_related(self, number: int) -> bool:
        """A sentence ends the list of related articles, which are headlines without a full stop."""
        line = self.lines[number]
        if number in self._page.links:
            return False
        return furniture.is_sentence(line, 80) or (
            furniture.is_sentence(line) and line.rstrip("»”\"')").endswith((".", "…"))
        )

    def _is_next_article(self, line: str, paragraphs: list[str]) -> bool:
        """A date line under a line that is no sentence: a list of other articles begins."""
        return read_dateline(line) is not None and not furniture.is_sentence(paragraphs[-1])


def _why_no_article(dated: bool, below: bool) -> str:
    if not dated:
        return "not an article: no line with a full date"
    if not below:
        return "not an article: no text under the date line"
    return "not an article: no headline above the date line"


def _refuse_endless(line: str, number: int) -> None:
    """What is longer than any paragraph, or has more of them than any article, is data."""
    if len(line) > limit("paragraph"):
        raise CaptureError(f"not an article: a paragraph of {len(line)} characters")
    if number >= MOST_PARAGRAPHS:
        raise CaptureError("not an article: too many paragraphs")


def _credit_before_lead(line: str) -> str | None:
    """Above the lead a caption may end with its credit."""
    credit = furniture.photo_credit(line)
    return credit if credit is not None else furniture.caption_credit(line)


def _may_be_lead(line: str, headline: str) -> bool:
    if folded(line) == folded(headline):
        return False
    return len(line) >= 40 or furniture.is_sentence(line, 12)


def _without_last_heading(paragraphs: list[str]) -> list[str]:
    """The paragraphs without headings that nothing follows; the end of a list is no heading."""
    end = len(paragraphs)
    while end > 1 and _is_heading_of_nothing(paragraphs[end - 1]):
        end -= 1
    is_list = paragraphs[end - 1 : end] and paragraphs[end - 1].endswith((":", ";"))
    return paragraphs if is_list else paragraphs[:end]


def _is_heading_of_nothing(line: str) -> bool:
    """A short line without an end, last of all: the heading of the module that follows."""
    return (
        len(line) <= 80
        and re.search(r"[.!?…:;»”\")]$", line) is None
        and re.match(r"[—–•·*-]\s|\d{1,2}[.)]\s", line) is None
    )
