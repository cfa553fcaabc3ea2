"""What stands round every page: three queries, whatever the page. Nothing here ages by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext as _

from serai.core.editions import ALL, editions, locale_id
from serai.delivery.sharing import shared
from serai.demo.models import DemoRecord
from serai.editorial.models import Section
from serai.portal.drawing.cards import HEIGHT as CARD_HEIGHT
from serai.portal.drawing.cards import WIDTH as CARD_WIDTH
from serai.portal.pages import Alternate, Frame, LetterGroup, Link, Picture, ShareImage, Site
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.sites import site_of
from serai.portal.selectors.words import Words
from serai.vocabulary.selectors import CountryCard, country_cards

#: Longest description that search engines print.
DESCRIPTION_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself to its frame.

    ``pairs`` are its addresses by edition, its own included; ``here`` is the menu entry that is
    current: an address.
    """

    title: str
    path: str
    description: str = ""
    pairs: dict[str, str] = field(default_factory=dict)
    here: str = ""
    country: str = ""
    crumbs: Sequence[Link] = ()
    og_type: str = "website"
    #: Photograph for shares; without one the card stands: an address, else the edition's own.
    picture: Picture | None = None
    card: str = ""
    noindex: bool = False
    #: Schema.org data of the page; its breadcrumbs are added by the frame.
    structured: Sequence[dict[str, Any]] = ()
    #: Address before ``.xml`` and ``.json`` of the feeds beside the page.
    feed: str = ""


class Framing:
    """Reads the frame once; the page's own selectors share its words and countries."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self.words = Words.of(edition)
        self.countries: dict[str, CountryCard]
        self.countries, self.sections, self.site, self._index = shared(
            ("frame", edition), self._read
        )

    def _read(
        self,
    ) -> tuple[dict[str, CountryCard], list[Section], Site, tuple[LetterGroup, ...]]:
        sections = Section.objects.filter(locale_id=locale_id(self.edition)).annotate(
            demo=Exists(DemoRecord.objects.filter(kind="editorial.article"))
        )
        cards = country_cards(self.words.language)
        index = index_groups(self.edition, cards.values())
        return cards, list(sections), site_of(self.words), index

    def frame(self, head: Head) -> Frame:
        words = self.words
        shown = ALL[self.edition]
        pairs = head.pairs or ({self.edition: head.path} if head.path else {})
        crumbs = (Link(_("Home"), addresses.home(self.edition)), *head.crumbs)
        way = crumbs if head.crumbs else ()
        return Frame(
            language=words.language,
            title=head.title,
            description=_cut_at_word(head.description),
            canonical=addresses.absolute(head.path) if head.path else "",
            alternates=tuple(
                Alternate(ALL[code].language, addresses.absolute(path))
                for code, path in pairs.items()
            )
            if len(pairs) > 1
            else (),
            og_type=head.og_type,
            og_locale=shown.og_locale,
            share=self._share(head),
            noindex=head.noindex or self.site.noindex,
            home_url=addresses.home(self.edition),
            manifest_url=addresses.manifest(self.edition),
            nav=self._nav(head.here),
            editions=tuple(
                Link(
                    other.label,
                    pairs.get(other.code, addresses.home(other.code)),
                    language=other.language,
                )
                for other in editions()
                if other.code != self.edition
            ),
            tv_url=addresses.guide(self.edition),
            air_url=addresses.slot(self.edition, "air"),
            crumbs=way,
            index=self._index_at(head.country),
            index_title=words.count(len(self.countries), "countries"),
            demo=any(getattr(section, "demo", False) for section in self.sections),
            structured=self._structured(head, way),
            feed=head.feed,
            site=self.site,
        )

    def _index_at(self, country: str) -> tuple[LetterGroup, ...]:
        if not country:
            return self._index
        return index_groups(self.edition, self.countries.values(), current=country)

    def _share(self, head: Head) -> ShareImage | None:
        if not head.path:
            return None
        if head.picture is not None:
            wide = head.picture.wide
            alt = head.picture.alt or head.title
            return ShareImage(addresses.absolute(wide.src), wide.width, wide.height, alt)
        card = head.card or addresses.card(addresses.home(self.edition))
        return ShareImage(addresses.absolute(card), CARD_WIDTH, CARD_HEIGHT, head.title)

    def _structured(self, head: Head, way: Sequence[Link]) -> tuple[str, ...]:
        if not head.path or head.noindex:
            return ()
        data = list(head.structured)
        if way:
            data.append(structured.breadcrumbs(way, head.title, addresses.absolute(head.path)))
        return tuple(map(structured.encoded, data))

    def _nav(self, here: str) -> tuple[Link, ...]:
        edition = self.edition
        entries = [(_("News"), addresses.news(edition))]
        entries += [
            (self.words.text(row.name), addresses.section(edition, row.slug))
            for row in self.sections
        ]
        entries += [
            (_("Countries"), addresses.countries(edition)),
            (_("TV guide"), addresses.guide(edition)),
            (_("Quotes"), addresses.quotes(edition)),
        ]
        entries += [(link.label, link.url) for link in self.site.header]
        return tuple(Link(label, url, url == here) for label, url in entries)


def index_groups(
    edition: str, countries: Iterable[CountryCard], *, current: str = ""
) -> tuple[LetterGroup, ...]:
    """Countries under their first letters: Russian in the index's own order, else by name."""
    cards = list(countries)
    if edition != "ru":
        cards.sort(key=lambda card: card.name.casefold())
    return tuple(
        LetterGroup(
            letter,
            tuple(
                Link(card.name, addresses.country(edition, card.slug), card.code == current)
                for card in group
            ),
        )
        for letter, group in groupby(cards, key=lambda card: card.name[:1].upper())
    )


def _cut_at_word(text: str) -> str:
    if len(text) <= DESCRIPTION_LETTERS:
        return text
    return text[:DESCRIPTION_LETTERS].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"
