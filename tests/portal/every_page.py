"""Every page type of the portal, furnished with all that it can show, or bare, in every edition."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from serai.broadcast.models import Channel, ChannelName, OnDemandProgram, Programme
from serai.core import clock
from serai.core.editions import ALL, locale_id
from serai.editorial.actions import kill_article, make_fronts
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    Author,
    AuthorName,
    Correction,
    MenuLink,
    Section,
    SiteIdentity,
    Storyline,
)
from serai.portal.selectors import addresses
from serai.vocabulary.models import Person, Topic, TopicName
from tests.builders import (
    make_article,
    make_channel,
    make_country,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_series,
    make_source,
    make_standing,
    make_storyline,
)

#: A headline as long as the desk allows.
LONG = (
    "Порты двух морей договорились о паромной линии, которая соединит берега и рынки к началу лета"
)
LONG = f"{LONG}, — сообщили"[:110]
#: When the pages are read: not at the edge of a broadcast day.
NOON = datetime(2026, 3, 5, 9, tzinfo=UTC)
#: A day in the past, with months before and behind it.
THEN = datetime(2022, 1, 7, 9, tzinfo=UTC)
#: Marks that a page must carry as text.
HOSTILE = "]]> </script><b>&amp;\u202e"
#: The same, and marks that end an attribute.
WORSE = f"{HOSTILE} \"><i onclick='x'>` --> <!-- "
Pages = dict[str, tuple[str, int]]


def furnish() -> Pages:
    """One of everything; name of each page -> its address and the status of its answer."""
    with_country = make_country("OM")
    for code in ("IN", "NP"):
        make_country(code)
    make_fronts()
    _schedule(with_country)
    person = make_person(country="OM", is_demo=True)
    found: Pages = {"to_default_edition": ("/", 302)}
    for edition in ALL:
        found |= {
            f"{edition} {name}": told for name, told in _furnish_edition(edition, person).items()
        }
    return found


def _furnish_edition(edition: str, person: Person) -> Pages:
    storyline = make_storyline(edition=edition, translation_key=_key("story"), is_demo=True)
    storyline.countries = [make_country(code) for code in ("OM", "IN")]
    storyline.save()
    section = make_section(edition)
    _identity(edition, section)
    killed = make_article("Снятое", edition=edition)
    kill_article(article=killed, reason="ошибка")
    _crowd(edition, person, section, storyline)
    article = _whole_article(edition, person, section, storyline)
    make_standing(edition=edition, slug="about", is_demo=True, translation_key=_key("about"))
    news, story = addresses.news(edition), addresses.storyline(edition, storyline.slug)
    country, in_section = addresses.country(edition, "oman"), addresses.section(edition, "society")
    speaker, quotes = addresses.person(edition, person.slug), addresses.quotes(edition)
    channel, today = make_channel(), clock.now()
    ok = {
        "home": addresses.home(edition),
        "article": addresses.article(edition, article.pk, article.slug),
        "latest": news,
        "news_day": addresses.day(news, THEN),
        "news_month": addresses.month(news, THEN),
        "section": in_section,
        "section_month": addresses.month(in_section, THEN),
        "countries": addresses.countries(edition),
        "country": country,
        "country_month": addresses.month(country, THEN),
        "storyline": story,
        "storyline_month": addresses.month(story, THEN),
        "shelf_page": addresses.source(edition, "vestnik"),
        "shelf_page author": addresses.author(edition, "ivanova"),
        "shelf_page topic": addresses.topic(edition, "arts"),
        "shelf_month": addresses.month(addresses.source(edition, "vestnik"), THEN),
        "speaker": speaker,
        "speaker_month": addresses.month(speaker, THEN),
        "quotes": quotes,
        "quotes country": addresses.quotes(edition, country="oman"),
        "quotes month": addresses.month(quotes, THEN),
        "standing": addresses.standing(edition, "about"),
        "told": addresses.report(edition, article.pk, "thanks"),
        "guide_today": addresses.guide(edition),
        "air": addresses.slot(edition, "air"),
        "guide": addresses.guide_day(edition, channel.slug, channel.broadcast_day(today)),
        "week": addresses.guide_week(edition, channel.slug, channel.broadcast_day(today)),
        "programme": addresses.programme(edition, _programme().slug),
        "series": addresses.series(edition, "steppe-tales"),
        "live": addresses.live(edition),
    }
    found = {name: (path, 200) for name, path in ok.items()}
    found["missing"] = (f"/{edition}/missing/", 404)
    found["withdrawn"] = (addresses.article(edition, killed.pk, killed.slug), 410)
    return found


def bare() -> Pages:
    """Pages that stand in an empty newsroom, and an article with a headline only."""
    make_country("OM")
    found: Pages = {}
    for edition in ALL:
        for name, path in {
            "home": addresses.home(edition),
            "latest": addresses.news(edition),
            "countries": addresses.countries(edition),
            "country": addresses.country(edition, "oman"),
            "quotes": addresses.quotes(edition),
            "guide_today": addresses.guide(edition),
            "live": addresses.live(edition),
            "air": addresses.slot(edition, "air"),
        }.items():
            found[f"{edition} empty {name}"] = (path, 200)
        found[f"{edition} missing"] = (f"/{edition}/missing/", 404)
    return found


def bare_article(edition: str) -> Pages:
    """Made after the others are read: the newsroom is no longer empty then."""
    article = make_article("Маяк", edition=edition, lead="", body=[])
    return {
        f"{edition} bare article": (addresses.article(edition, article.pk, article.slug), 200),
        f"{edition} bare home": (addresses.home(edition), 200),
    }


def hostile_article(edition: str) -> Pages:
    """The newest story, so that lists carry it as well: hostile marks wherever words stand."""
    picture = make_picture()
    speech = {"text": WORSE, "speaker_name": WORSE, "role": WORSE, "source": WORSE}
    shown = {"image": picture.pk, "alt": WORSE, "caption": WORSE}
    article = make_article(
        f"{WORSE}{LONG}"[:110],
        edition=edition,
        countries=("OM", "IN"),
        section=make_section(edition),
        source=make_source(),
        dateline=WORSE[:60],
        lead=WORSE,
        main_image=picture,
        image_alt=WORSE,
        image_caption=WORSE,
        photo_credit=WORSE,
        body=[
            {"type": kind, "id": str(uuid.uuid4()), "value": value}
            for kind, value in {
                "heading": WORSE,
                "quote": speech,
                "image": shown,
                "fact_box": {"title": WORSE, "items": [WORSE]},
                "table": {"caption": WORSE, "columns": [WORSE, "b"], "rows": [[WORSE, "c"]]},
                "background": {"text": WORSE},
                "gallery": [shown, shown],
            }.items()
        ],
    )
    return {
        f"{edition} hostile article": (addresses.article(edition, article.pk, article.slug), 200)
    }


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def _identity(edition: str, section: Section) -> None:
    identity = SiteIdentity.objects.get(locale_id=locale_id(edition))
    identity.description = "Новости Азии"
    identity.legal_notice = "Первая строка\nВторая строка"
    identity.age_rating = 12
    identity.urgent_text = f"Порт открыт {HOSTILE}"
    identity.logo = make_picture()
    identity.menu_links = [
        MenuLink(place=place, section=section, sort_order=number)
        for number, place in enumerate(("header", "footer"))
    ]
    identity.save()


def _programme() -> Programme:
    """One that was and will be on air, with all that its page can show."""
    return Programme.objects.filter(names__name="Передача 4")[0]


def _schedule(country: Any) -> None:
    """Yesterday's, today's and tomorrow's shows: one that runs, the next ones, one with a note."""
    channel = make_channel()
    channel.is_demo = True
    channel.stream_url = "https://stream.example/live.m3u8"
    channel.save()
    now, picture = clock.now(), make_picture()
    for number, start in enumerate((-26 * 60, -90, -20, 20, 60, 120, 180, 25 * 60)):
        event = make_event(
            f"Передача {number}",
            starts_at=now + timedelta(minutes=start),
            age_rating=(0, 12, 16, 18)[number % 4],
            is_live=number == 2,
            is_repeat=number == 3,
            is_premiere=number == 4,
            is_demo=True,
            sub_titles={"ru": "О море", "en": "About the sea"} if number % 2 else {},
        )
        event.programme.image = picture
        event.programme.countries = [country]
        event.programme.kind = "news" if number % 2 else "film"
        event.programme.save()
    shown = _programme()
    shown.year, shown.is_demo, shown.age_rating = 2024, True, 12
    shown.credits = [["director", "А. Степная"], ["actor", "Б. Речной"], ["actor", "В. Горная"]]
    shown.save()
    for row in shown.names.all():
        row.description = "О том, как пахнет степь после дождя."
        row.save()
    make_series(shown, event.programme)
    OnDemandProgram(programme=shown, url="https://video.example/step.m3u8", note="Запись").save()
    second = Channel(slug="second", zone="Asia/Muscat", day_starts=channel.day_starts)
    second.names = [ChannelName(language=language, name="Второй") for language in ALL]
    second.save()


def _crowd(edition: str, person: Person, section: Section, storyline: Storyline) -> None:
    """Enough stories for a full front, and some in three months of the past."""
    picture = make_picture()
    moments = [clock.now() - timedelta(minutes=number + 5) for number in range(56)]
    moments += [THEN + timedelta(days=days) for days in (-40, -8, -1, 0, 1, 40)]
    for number, moment in enumerate(moments):
        quote = {"text": f"Слово {number}", "speaker": person.pk, "source": "«Вестник»"}
        make_article(
            f"{number}: {LONG}"[:110],
            edition=edition,
            countries=("OM",) if number % 2 else ("IN",),
            section=section,
            storyline=storyline if number % 3 else None,
            source=make_source(),
            main_image=picture if number % 3 == 0 else None,
            legacy_views=number,
            published_at=moment,
            body=[{"type": "quote", "id": str(uuid.uuid4()), "value": quote}]
            if number % 5 == 1 or moment < THEN + timedelta(days=50)
            else [],
        )


def _whole_article(edition: str, person: Person, section: Section, storyline: Storyline) -> Article:
    author, made = Author.objects.get_or_create(slug="ivanova")
    topic, _ = Topic.objects.get_or_create(code="medtop:01", slug="arts")
    if made:
        author.names = [AuthorName(language=language, name="Анна Иванова") for language in ALL]
        author.save()
        topic.names = [TopicName(language=language, name="Искусство") for language in ALL]
        topic.save()
    article = make_article(
        LONG,
        edition=edition,
        translation_key=_key("whole"),
        countries=("OM", "IN"),
        section=section,
        storyline=storyline,
        source=make_source(),
        original_url="https://example.org/text?a=1&b=2",
        dateline="Маскат",
        lead=f"Маяк виден за сорок вёрст. {HOSTILE}",
        main_image=make_picture(),
        image_alt="Маяк у моря",
        image_caption="Маяк",
        photo_credit="knews.example",
        urgency=1,
        age_rating=16,
        legacy_views=1204,
        updated_at=clock.now(),
        is_demo=True,
        body=whole_body(person),
    )
    article.topics = [topic]
    article.authors = [ArticleAuthor(author=author)]
    article.corrections = [Correction(text="Порт назван верно.")]
    article.save()
    return article


def whole_body(person: Person) -> list[dict[str, Any]]:
    """Every kind of block."""
    quote = {
        "text": "Маяк горит.",
        "speaker": person.pk,
        "role": "лоцман",
        "said_on": "2022-01-07",
        "source": "«Вестник»",
    }
    value_of = {
        "paragraph": '<p>Порт <b>открыт</b>, <a href="https://example.org/?a=1&amp;b=2">так</a>.</p>',
        "heading": "Что дальше",
        "quote": quote,
        "image": {"image": make_picture().pk, "alt": "Море", "caption": "Море у порта"},
        "fact_box": {"title": "Порт", "items": ["Глубина 12 м", HOSTILE]},
        "table": {
            "caption": "Грузы",
            "columns": ["Год", "Тонн"],
            "rows": [["2021", "5"], ["2022", "7"]],
        },
        "related": [make_article("Раньше").pk, make_article("Ещё").pk],
        "background": {"text": "Порт строят с прошлого века."},
        "gallery": [
            {"image": make_picture().pk, "alt": "Море", "caption": HOSTILE} for _ in range(3)
        ],
        "video": {
            "address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "title": "Порт открыт",
            "poster": make_picture().pk,
            "credit": "Видео: порт",
        },
    }
    return [
        {"type": kind, "id": str(uuid.uuid4()), "value": value} for kind, value in value_of.items()
    ]
