"""Blocks of a body made into what a template shows.

Read from the stored values, so that a body costs one query for its speakers and none for blocks
that it lacks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from serai.core import sanitizer
from serai.core.videos import video_at
from serai.editorial.blocks import linked_article, own_path, pictures_in
from serai.editorial.models import Article
from serai.portal.pages import Block, Film, Link, Plate, Statement
from serai.portal.selectors import addresses
from serai.portal.selectors.cards import Cards, article_url, credit_line
from serai.portal.selectors.words import Words
from serai.vocabulary.selectors import Speaker, Speakers, speakers_by_key

Raw = Mapping[str, Any]
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


class Body:
    """The body of one article in one language."""

    def __init__(self, words: Words, raw: Iterable[Raw], speakers: Speakers | None = None) -> None:
        """``speakers`` are those of many bodies, read at once; left out, this one reads its own."""
        self._words = words
        self._raw = list(raw)
        self._speakers = speakers or speakers_of([self._raw], words.language)
        self._public: Mapping[int, Article] = {}

    def texts(self, public: Mapping[int, Article]) -> tuple[Block, ...]:
        """Paragraphs, headings and quotes: what needs no picture; ``public`` as in ``blocks``."""
        self._public = public
        kinds = ("paragraph", "heading", "quote")
        made = (self._text_block(block) for block in self._raw if block["type"] in kinds)
        return tuple(block for block in made if block is not None)

    def image_ids(self) -> list[int]:
        return list(pictures_in(self._raw))

    def article_ids(self) -> list[int]:
        """Articles that related blocks name and links in paragraphs lead to."""
        found: list[int] = []
        for block in self._raw:
            if block["type"] == "related":
                found += [key for key in _items(block["value"]) if isinstance(key, int)]
            elif block["type"] == "paragraph":
                targets = map(linked_article, _HREF.findall(block["value"] or ""))
                found += [key for key in targets if key is not None]
        return found

    def blocks(self, cards: Cards, public: Mapping[int, Article]) -> tuple[Block, ...]:
        """``public`` are the public ones of ``article_ids``; links to the others are left out."""
        self._public = public
        made = (self._block(block, cards, public) for block in self._raw)
        return tuple(block for block in made if block is not None)

    def _block(self, block: Raw, cards: Cards, related: Mapping[int, Article]) -> Block | None:
        kind, value, words = block["type"], block["value"], self._words
        match kind:
            case "paragraph" | "heading" | "quote":
                return self._text_block(block)
            case "background":
                return Block("background", text=words.text(value.get("text") or ""))
            case "image":
                return self._image(value, cards)
            case "gallery":
                return self._gallery(value, cards)
            case "video":
                return self._film(value, cards)
            case "fact_box":
                items = tuple(words.text(str(item)) for item in _items(value.get("items")))
                return Block("fact_box", text=words.text(value.get("title") or ""), items=items)
            case "table":
                return self._table(value)
            case "related":
                return self._related(value, related)
        return None

    def _text_block(self, block: Raw) -> Block | None:
        kind, value = block["type"], block["value"]
        if kind == "quote":
            return Block("quote", statement=self._statement(value))
        if kind == "heading":
            return Block("heading", text=self._words.text(value or ""))
        html = self._paragraph(value or "")
        return Block("paragraph", html=html) if html else None

    def _paragraph(self, html: str) -> str:
        """An editor's paragraph, checked, set and encoded again."""
        blocks: list[sanitizer.Block] = []
        for block in sanitizer.blocks_from_html(html):
            if isinstance(block, sanitizer.ListBlock):
                items = tuple(self._set_runs(item) for item in block.items)
                blocks.append(replace(block, items=items))
            else:
                blocks.append(replace(block, runs=self._set_runs(block.runs)))
        return sanitizer.encode(blocks)

    def _set_runs(self, runs: sanitizer.Runs) -> sanitizer.Runs:
        return tuple(
            replace(run, text=self._words.text(run.text), href=self._target(run.href))
            for run in runs
        )

    def _target(self, href: str | None) -> str | None:
        """Where a link leads today: to our own articles at their present address, if public."""
        if href is None:
            return None
        key = linked_article(href)
        if key is None:
            return own_path(href) or href
        article = self._public.get(key)
        return article_url(article.edition, article) if article else None

    def _statement(self, value: Raw) -> Statement:
        speaker = self._speakers.people.get(value.get("speaker") or 0)
        speaker = speaker or self._speakers.organisations.get(value.get("organisation") or 0)
        speaker = speaker or Speaker("", "")
        words = self._words
        said = value.get("said_on")
        on = words.day(date.fromisoformat(str(said)[:10])) if said else ""
        context = ", ".join(part for part in (on, value.get("source") or "") if part)
        return Statement(
            text=words.quoted(value.get("text") or ""),
            speaker=words.text(value.get("speaker_name") or speaker.name),
            role=words.text(value.get("role") or speaker.role),
            context=words.text(context),
            url="",
            speaker_url=addresses.person(words.edition, speaker.slug) if speaker.slug else "",
        )

    def _image(self, value: Raw, cards: Cards) -> Block | None:
        plate = self._plate(value, cards)
        if plate is None:
            return None
        return Block("image", picture=plate.picture, text=plate.caption, credit=plate.credit)

    def _gallery(self, value: Any, cards: Cards) -> Block | None:
        """The pictures that may be shown; one of them alone is a picture like any other."""
        plates = [plate for item in _items(value) if (plate := self._plate(item, cards))]
        if len(plates) == 1:
            only = plates[0]
            return Block("image", picture=only.picture, text=only.caption, credit=only.credit)
        return Block("gallery", plates=tuple(plates)) if plates else None

    def _plate(self, value: Raw, cards: Cards) -> Plate | None:
        key = value.get("image")
        picture = cards.picture(key, alt=value.get("alt") or "")
        if picture is None:
            return None
        words = self._words
        caption = words.text(value.get("caption") or "")
        return Plate(picture, caption, words.text(credit_line(cards.credit(key))))

    def _film(self, value: Raw, cards: Cards) -> Block | None:
        found = video_at(value.get("address") or "")
        if found is None:
            return None
        words, poster = self._words, value.get("poster")
        credits = (value.get("credit") or "", credit_line(cards.credit(poster)))
        notice = _("Once the video plays, %(provider)s learns your network address.")
        film = Film(
            title=words.text(value.get("title") or found.provider),
            provider=found.provider,
            url=found.page,
            player=found.player,
            notice=notice % {"provider": found.provider},
            credit=words.text(". ".join(filter(None, credits))),
            poster=cards.picture(poster),
        )
        return Block("video", film=film)

    def _table(self, value: Raw) -> Block:
        words = self._words
        columns = tuple(words.text(str(cell)) for cell in _items(value.get("columns")))
        rows = tuple(
            tuple(words.text(str(cell or "")) for cell in _items(row))
            for row in _items(value.get("rows"))
        )
        return Block(
            "table", text=words.text(value.get("caption") or ""), columns=columns, rows=rows
        )

    def _related(self, value: Any, related: Mapping[int, Article]) -> Block | None:
        links = tuple(
            Link(
                self._words.text(related[key].headline),
                article_url(related[key].edition, related[key]),
            )
            for key in _items(value)
            if key in related
        )
        return Block("related", links=links) if links else None


def speakers_of(bodies: Iterable[Iterable[Raw]], language: str) -> Speakers:
    """Everybody quoted in these bodies: one query."""
    quotes = [block["value"] for raw in bodies for block in raw if block["type"] == "quote"]
    return speakers_by_key(_keys(quotes, "speaker"), _keys(quotes, "organisation"), language)


def _keys(values: Iterable[Raw], name: str) -> list[int]:
    return [key for value in values if isinstance(key := value.get(name), int)]


def _items(value: Any) -> Sequence[Any]:
    """Items of a list block: stored bare, or each wrapped with its type and id."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return [
        item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item
        for item in value
    ]
