"""The newsroom's lists, as each role that may open them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from serai.accounts.models import User
from serai.core import clock
from serai.editorial.models import Article, Author, Front, StandingPage
from serai.editorial.selectors import desk
from tests.bench.measure import measure_page
from tests.bench.pages import busiest_country

#: What every list of the newsroom keeps to, at 100,000 articles.
MOST_MS: Final = 300
ROUNDS: Final = 5
SNIPPETS: Final = (
    "editorial_storyline", "editorial_section", "editorial_source", "editorial_author",
    "editorial_front", "editorial_standingpage", "vocabulary_country", "vocabulary_city",
    "vocabulary_person", "vocabulary_organisation", "vocabulary_topic", "broadcast_channel",
    "broadcast_programme", "broadcast_scheduleevent",
)  # fmt: skip
FOR_ALL: Final = ("reporter", "editor", "administrator")
ARTICLES: Final = "wagtailsnippets_editorial_article"


def measure_newsroom(members: Mapping[str, User], say: Any) -> dict[str, Any]:
    """Flat figures ``newsroom_<role>_<page>_<what>``; a status where a page did not come."""
    figures: dict[str, Any] = {}
    for role, user in members.items():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        for name, address in pages_of(role, user).items():
            found = measure_page(client, address, rounds=ROUNDS)
            mark = "  too slow" if found.get("ms", 0) > MOST_MS else ""
            took = f"{found.get('ms')} ms ({found.get('cpu_ms')} of the processor)"
            say(f"  {role} {name} {took}, {found.get('queries')} queries{mark} {address}")
            figures |= {f"newsroom_{role}_{name}_{what}": found[what] for what in found}
    return figures


def pages_of(role: str, user: User) -> dict[str, str]:
    """Name -> address of what this role may open."""
    pages = {"dashboard": reverse("wagtailadmin_home")}
    if role in FOR_ALL:
        pages |= article_lists() | other_lists() | choosers() | of_one_article(user, role)
    if role in ("scheduler", *FOR_ALL):
        for name in ("channel", "programme", "scheduleevent"):
            pages[name] = reverse(f"wagtailsnippets_broadcast_{name}:list")
    if role == "administrator":
        pages["users"] = reverse("accounts_list")
        pages |= _each("audit", reverse("accounts_audit"), {"": {}, "deep": {"p": 390},
                       "who": {"who": "bench-7"}, "verb": {"verb": "login"}})  # fmt: skip
    if role in ("editor", "administrator"):
        report = reverse("wagtailadmin_reports:site_history")
        pages |= _each("site_history", report, {"": {}, "deep": {"p": 300}})
    return pages


def article_lists() -> dict[str, str]:
    author = Author.objects.order_by("pk")[0]
    source = Article.objects.exclude(source=None).order_by("-pk")[0].source_id
    middle = Article.objects.order_by("pk")[Article.objects.count() // 2].published_at
    section = Article.objects.exclude(section=None).order_by("-pk")[0].section.slug
    day = f"{middle or clock.now():%Y-%m-%d}"
    month = f"{(middle or clock.now()) + timedelta(days=30):%Y-%m-%d}"
    country = busiest_country().pk
    queries: dict[str, dict[str, Any]] = {
        "": {},
        "last_page": {"p": 50},
        **{f"state_{state}": {"state": state} for state in desk.State},
        "edition": {"locale": "ru"},
        "edition_few": {"locale": "en"},
        "section": {"section": section},
        "country": {"country": country},
        "country_last_page": {"country": country, "p": 50},
        "author": {"author": author.pk},
        "source": {"source": source},
        "mine": {"holder": "me"},
        "nobody": {"holder": "nobody"},
        "days": {"published_at_from": day, "published_at_to": month},
        "until": {"published_at_to": day},
        **{f"by_{key}": {"ordering": key} for key in ORDERS},
        "deep_by_date": {"ordering": "published_at", "p": 50},
        "q_one": {"q": "ОБСЕРВАТОРИЯ"},
        "q_mixed": {"q": "кАРАван ПоСтроил"},
        "q_short": {"q": "о"},
        "q_quote": {"q": '"'},
        "q_percent": {"q": "%"},
        "q_line": {"q": "_"},
        "q_none": {"q": "неттакого"},
        "q_by_headline": {"q": "порт", "ordering": "headline_folded"},
        "q_by_date": {"q": "порт", "ordering": "-published_at"},
        "q_country": {"q": "порт", "country": country},
        "all_filters": {"q": "порт", "country": country, "section": section, "state": "live",
                        "published_at_to": day, "locale": "ru"},
        "country_section": {"country": country, "section": section},
        "section_source": {"section": section, "source": source},
        "section_by_headline": {"section": section, "ordering": "headline_folded"},
        "country_by_date": {"country": country, "ordering": "-published_at"},
        "state_by_date": {"state": "live", "ordering": "published_at"},
        "killed_q": {"state": "killed", "q": "порт"},
    }  # fmt: skip
    return _each("articles", reverse(f"{ARTICLES}:list"), queries)


ORDERS: Final = ("headline_folded", "-headline_folded", "published_at", "-published_at")


def other_lists() -> dict[str, str]:
    pages = {}
    for name in SNIPPETS:
        if name.startswith("broadcast"):
            continue
        short = name.partition("_")[2]
        queries = {"": {}, "q": {"q": "КЛЮЧ 7"}}
        if short in ("front", "standingpage"):
            queries.pop("q")
        pages |= _each(short, reverse(f"wagtailsnippets_{name}:list"), queries)
    queries = {"": {}, "q": {"q": "СНИМОК 77"}, "deep": {"p": 150}}
    return pages | _each("pictures", reverse("wagtailimages:index"), queries)


def choosers() -> dict[str, str]:
    space = "wagtailsnippetchoosers_editorial_article"
    queries = {"": {}, "q": {"q": "кАРАван"}, "q_none": {"q": "неттакого"}, "deep": {"p": 2000},
               "edition": {"locale": "ru"}}  # fmt: skip
    pages = _each("choose_article", reverse(f"{space}:choose"), {"": {}})
    pages |= _each("chosen_articles", reverse(f"{space}:choose_results"), queries)
    people = reverse("wagtailsnippetchoosers_vocabulary_person:choose_results")
    pages |= _each("choose_person", people, {"": {}, "q": {"q": "ключ"}})
    pictures = reverse("wagtailimages_chooser:choose_results")
    return pages | _each("choose_picture", pictures, {"": {}, "q": {"q": "снимок"}})


def of_one_article(user: User, role: str) -> dict[str, str]:
    newest = Article.objects.published().newest_first()[0]
    own = newest
    if role == "reporter":
        mine = Article.objects.filter(live=False, owner=user, killed_at=None)
        own = mine.filter(embargo_until=None).order_by("-pk")[0]
    pages = {
        "history": reverse(f"{ARTICLES}:history", args=[newest.pk]),
        "edit": reverse(f"{ARTICLES}:edit", args=[own.pk]),
        "add": reverse(f"{ARTICLES}:add"),
    }
    if role == "administrator":
        front, page = Front.objects.first(), StandingPage.objects.first()
        if front:
            pages["edit_front"] = reverse("wagtailsnippets_editorial_front:edit", args=[front.pk])
        if page:
            name = "wagtailsnippets_editorial_standingpage:edit"
            pages["edit_standing"] = reverse(name, args=[page.pk])
    return pages


def _each(name: str, address: str, queries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {
        f"{name}_{part}" if part else name: f"{address}?{urlencode(query)}" if query else address
        for part, query in queries.items()
    }
