"""An article as a reader sees it: at most twelve queries with its frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from serai.core.addresses import safe_url
from serai.delivery.recording import depend_on
from serai.delivery.sharing import shared
from serai.editorial.models import Article
from serai.editorial.models.bylines import AUTHORS
from serai.editorial.selectors import Shelf, is_public, public_articles
from serai.portal.pages import ArticlePage, Block, Frame, Link, Note, Story
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.airings import age_mark
from serai.portal.selectors.bodies import Body
from serai.portal.selectors.cards import Cards, article_url, credit_line, views_text
from serai.portal.selectors.frames import Framing, Head
from serai.vocabulary.selectors import CountryCard

MORE, ONWARD = 4, 4


def article_page(
    edition: str, article: Article, pair: Article | None = None, *, draft: bool = False
) -> tuple[ArticlePage, Frame]:
    """``draft`` is for the newsroom's preview: rows come from memory, search engines stay away."""
    return _Maker(edition, article, pair, draft=draft).made()


@dataclass(frozen=True, slots=True)
class _Parts:
    """Small rows that belong to an article, in their order."""

    countries: tuple[str, ...]
    #: Names and address parts.
    authors: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[datetime, str], ...]

    @classmethod
    def in_memory(cls, article: Article, language: str) -> "_Parts":
        """Of a draft: what the form holds now."""
        return cls(
            tuple(row.country_id for row in article.countries.all() if row.country_id),
            tuple(
                (row.author.label(language), row.author.slug)
                for row in article.authors.all()
                if row.author_id
            ),
            tuple((row.made_at, row.text) for row in article.corrections.all()),
        )

    @classmethod
    def read(cls, article: Article, language: str) -> "_Parts":
        """Three short queries: one union of all would take as long to write as they all take."""
        depend_on(AUTHORS)
        countries = article.countries.get_queryset().order_by("-is_primary", "sort_order", "pk")
        signed = article.authors.get_queryset().filter(author__isnull=False)
        authors: dict[str, str] = {}
        for slug, spoken, name in signed.order_by(
            "sort_order", "pk", "author__names__pk"
        ).values_list("author__slug", "author__names__language", "author__names__name"):
            # Nobody should be without a name; a page must not break over it.
            if slug not in authors or spoken == language:
                authors[slug] = name or slug
        corrections = article.corrections.get_queryset().order_by("made_at", "text")
        return cls(
            tuple(countries.values_list("country_id", flat=True)),
            tuple((name, slug) for slug, name in authors.items()),
            tuple(corrections.values_list("made_at", "text")),
        )


class _Maker:
    def __init__(
        self, edition: str, article: Article, pair: Article | None, *, draft: bool
    ) -> None:
        self.framing = Framing(edition)
        self.words = self.framing.words
        self.edition = edition
        self.article = article
        self.pair = pair
        self.draft = draft
        read = _Parts.in_memory if draft else _Parts.read
        self.parts = read(article, self.words.language)
        self.countries = self._countries()
        self.body = Body(self.words, article.body.raw_data)

    def _countries(self) -> list[CountryCard]:
        known = self.framing.countries
        return [known[code] for code in dict.fromkeys(self.parts.countries) if code in known]

    def made(self) -> tuple[ArticlePage, Frame]:
        others = self._others()
        cards = Cards(
            self.framing,
            others,
            kicker="section",
            pictures=[self.article.main_image_id, *self.body.image_ids()],
            sources=[self.article.source_id],
        )
        page = self._page(cards, cards.stories(others))
        return page, self.framing.frame(self._head(page))

    def _others(self) -> list[Article]:
        """Newest articles about the primary country, else of the section, without this one."""
        if self.countries:
            shelf = Shelf(self.edition, country=self.countries[0].code)
        else:
            shelf = Shelf(self.edition, section_id=self.article.section_id)
        rows = shared(("more", shelf), lambda: shelf.within(None, None, MORE + ONWARD + 1))
        return [row for row in rows if row.pk != self.article.pk][: MORE + ONWARD]

    def _page(self, cards: Cards, others: tuple[Story, ...]) -> ArticlePage:
        article, words = self.article, self.words
        published = article.published_at or words.now
        body = self.body.blocks(cards, public_articles(self.body.article_ids()))
        return ArticlePage(
            headline=words.text(article.headline),
            kicker=words.text(article.kicker),
            lead=words.text(article.lead),
            dateline=words.text(article.dateline),
            published=words.full(published, date_only=article.published_date_only),
            updated=words.full(article.updated_at) if article.updated_at else None,
            source=cards.source(article),
            source_url=self._source_url(),
            original_url=safe_url(article.original_url) or "",
            authors=tuple(
                Link(words.text(name), addresses.author(self.edition, slug))
                for name, slug in self.parts.authors
            ),
            views=views_text(words, article),
            age=age_mark(article.age_rating),
            section=self._section(),
            countries=tuple(
                Link(card.name, addresses.country(self.edition, card.slug))
                for card in self.countries
            ),
            picture=cards.picture(article.main_image_id, alt=article.image_alt),
            caption=words.text(article.image_caption),
            credit=words.text(self._credit()),
            body=tuple(block for block in body if block.kind != "background"),
            background=self._background(body),
            corrections=tuple(
                Note(words.full(made_at), words.text(text))
                for made_at, text in self.parts.corrections
            ),
            more_title=self._more_title() if others else "",
            more_url=self._more_url(),
            more=others[:MORE],
            onward=others[MORE:],
            demo=article.is_demo,
            share=self._share(),
            report_url=addresses.report(self.edition, article.pk) if self._path() else "",
        )

    def _path(self) -> str:
        """The article's address; empty for a draft."""
        article = self.article
        return article_url(self.edition, article) if article.pk and not self.draft else ""

    def _share(self) -> tuple[Link, ...]:
        if not self._path():
            return ()
        labels = {"telegram": "Telegram", "whatsapp": "WhatsApp", "vk": _("VK"), "mail": _("Mail")}
        links = addresses.shares(addresses.absolute(self._path()), self.article.headline)
        return tuple(Link(labels[name], url) for name, url in links.items())

    def _source_url(self) -> str:
        source = self.article.source
        return addresses.source(self.edition, source.slug) if source else ""

    def _section(self) -> Link | None:
        section = self.article.section
        if section is None:
            return None
        return Link(self.words.text(section.name), addresses.section(self.edition, section.slug))

    def _credit(self) -> str:
        credit = self.article.photo_credit
        if not credit and self.article.main_image:
            credit = self.article.main_image.credit
        return credit_line(credit)

    def _background(self, body: Sequence[Block]) -> tuple[Block, ...]:
        """The article's own recalling paragraphs, else the storyline's maintained one."""
        storyline = self.article.storyline
        link = None
        if storyline is not None and storyline.live:
            link = Link(
                self.words.text(storyline.title),
                addresses.storyline(self.edition, storyline.slug),
            )
        own = [block for block in body if block.kind == "background"]
        texts = [block.text for block in own]
        if not texts and link and storyline:
            texts = [self.words.text(storyline.background)]
        texts = [text for text in texts if text]
        last = len(texts) - 1
        return tuple(
            Block("background", text=text, link=link if place == last else None)
            for place, text in enumerate(texts)
        )

    def _more_title(self) -> str:
        if self.countries:
            country = self.countries[0]
            if country.about:
                return self.words.text(_("More %(about_it)s") % {"about_it": country.about})
            return country.name
        return _("More in this section")

    def _more_url(self) -> str:
        if self.countries:
            return addresses.country(self.edition, self.countries[0].slug)
        section = self._section()
        return section.url if section else addresses.news(self.edition)

    def _head(self, page: ArticlePage) -> Head:
        path = self._path()
        pairs = {}
        if self.pair is not None and is_public(self.pair) and path:
            pairs = {
                self.edition: path,
                self.pair.edition: article_url(self.pair.edition, self.pair),
            }
        return Head(
            title=page.headline,
            path=path,
            description=page.lead,
            pairs=pairs,
            crumbs=[link for link in (page.section, *page.countries[:1]) if link],
            here=page.section.url if page.section else addresses.news(self.edition),
            og_type="article",
            picture=page.picture,
            card=addresses.card(path),
            noindex=self.draft,
            structured=[
                structured.news_article(
                    page,
                    url=addresses.absolute(path),
                    language=self.words.language,
                    publisher=self.framing.site.name,
                )
            ]
            if path
            else [],
        )
