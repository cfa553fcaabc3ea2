"""Addresses of the portal's pages, in one place; ``urls.py`` is their other half."""

from datetime import date
from urllib.parse import quote, urlencode, urljoin, urlsplit
from uuid import UUID

from django.conf import settings


def host() -> str:
    """Name of the portal, for names that hold in the whole world."""
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"


def absolute(path: str) -> str:
    """With the public origin, for canonical addresses and shares."""
    return urljoin(f"{settings.PUBLIC_ADDRESS}/", path)


def shares(url: str, text: str) -> dict[str, str]:
    """Name of a place to pass an article on -> the address there; ``url`` is absolute."""
    return {
        "telegram": f"https://t.me/share/url?{_query(url=url, text=text)}",
        "whatsapp": f"https://wa.me/?{_query(text=f'{text} {url}')}",
        "vk": f"https://vk.com/share.php?{_query(url=url, title=text)}",
        "mail": f"mailto:?{_query(subject=text, body=url)}",
    }


def _query(**parts: str) -> str:
    return urlencode(parts, quote_via=quote)  # a mail program reads + as a plus


def home(edition: str) -> str:
    return f"/{edition}/"


def news(edition: str) -> str:
    return f"/{edition}/news/"


def article(edition: str, pk: int, slug: str) -> str:
    return f"/{edition}/news/{pk}-{slug}/"


def article_key(edition: str, pk: int) -> str:
    """Leads to an article's address, if it is public."""
    return f"/{edition}/news/{pk}/"


def report(edition: str, pk: int, outcome: str = "") -> str:
    """Where errors in an article are reported, and what is answered."""
    return f"/-/errors/{edition}/{pk}/" + (f"{outcome}/" if outcome else "")


def card(base: str) -> str:
    """The drawn title card of a page."""
    return f"{base}card.png"


def manifest(edition: str) -> str:
    return f"/{edition}/manifest.webmanifest"


def section(edition: str, slug: str) -> str:
    return f"/{edition}/sections/{slug}/"


def countries(edition: str) -> str:
    return f"/{edition}/countries/"


def country(edition: str, slug: str) -> str:
    return f"/{edition}/countries/{slug}/"


def storyline(edition: str, slug: str) -> str:
    return f"/{edition}/stories/{slug}/"


def day(base: str, on: date, after: int | None = None) -> str:
    """Day of a list; ``after`` goes on behind the article of this key."""
    return f"{base}{on:%Y/%m/%d}/{_behind(after)}"


def month(base: str, on: date, after: int | None = None) -> str:
    """Month of a list; ``after`` goes on behind the article of this key."""
    return f"{base}{on:%Y/%m}/{_behind(after)}"


def _behind(after: int | None) -> str:
    return f"after-{after}/" if after is not None else ""


def person(edition: str, slug: str) -> str:
    """Of a person or an organisation: both speak."""
    return f"/{edition}/people/{slug}/"


def topic(edition: str, slug: str) -> str:
    return f"/{edition}/topics/{slug}/"


def author(edition: str, slug: str) -> str:
    return f"/{edition}/authors/{slug}/"


def source(edition: str, slug: str) -> str:
    return f"/{edition}/sources/{slug}/"


def slot(edition: str, name: str) -> str:
    return f"/-/slots/{edition}/{name}/"


def standing(edition: str, slug: str) -> str:
    """A standing page."""
    return f"/{edition}/pages/{slug}/"


def quotes(edition: str, *, country: str = "") -> str:
    """The quote bank, of everybody or of one country."""
    return f"/{edition}/quotes/" + (f"countries/{country}/" if country else "")


def guide(edition: str) -> str:
    return f"/{edition}/tv/"


def guide_channel(edition: str, channel: str) -> str:
    return f"/{edition}/tv/{channel}/"


def guide_day(edition: str, channel: str, on: date, key: int | None = None) -> str:
    """A broadcast day; ``key`` leads to one show on it."""
    anchor = f"#s{key}" if key is not None else ""
    return f"/{edition}/tv/{channel}/{on:%Y-%m-%d}/{anchor}"


def guide_week(edition: str, channel: str, on: date) -> str:
    """The week, from Monday on, that a day belongs to."""
    year, week, _day = on.isocalendar()
    return f"/{edition}/tv/{channel}/week/{year}-W{week:02d}/"


def programme(edition: str, slug: str) -> str:
    return f"/{edition}/tv/programmes/{slug}/"


def programme_calendar(edition: str, slug: str) -> str:
    return f"/{edition}/tv/programmes/{slug}/calendar.ics"


def series(edition: str, slug: str) -> str:
    return f"/{edition}/tv/series/{slug}/"


def live(edition: str) -> str:
    return f"/{edition}/tv/live/"


def calendar(edition: str, channel: str) -> str:
    """Airings of a channel, for programs that subscribe."""
    return f"/{edition}/tv/{channel}/calendar.ics"


def xmltv(channel: str = "", on: date | None = None, *, zipped: bool = False) -> str:
    """XMLTV of all channels, of one, or of one of its broadcast days."""
    place = (f"{channel}/" if channel else "") + (f"{on:%Y-%m-%d}/" if on else "")
    return f"/tv/{place}xmltv.xml" + (".gz" if zipped else "")


def airing(channel: str, uid: UUID) -> str:
    """What machines call an airing in every edition; no page stands there."""
    return f"/tv/{channel}#{uid}"


def epg_channels() -> str:
    """Channels as JSON."""
    return "/api/epg/channels.json"


def epg_now(channel: str) -> str:
    """What a channel shows now and next, as JSON."""
    return f"/api/epg/{channel}/now.json"


def epg_day(channel: str, on: date) -> str:
    """A broadcast day as JSON."""
    return f"/api/epg/{channel}/{on:%Y-%m-%d}.json"
