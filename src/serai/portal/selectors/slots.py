"""Slots: what ages on its own clock is an answer of its own, so that pages stay the same bytes."""

from serai.broadcast.selectors import next_airings
from serai.portal.pages import AirSlot
from serai.portal.selectors import addresses
from serai.portal.selectors.airings import with_states
from serai.portal.selectors.words import Words

SHOWS_IN_STRIP = 4


def air_slot(edition: str) -> AirSlot:
    """The date, the show on air and the next four."""
    words = Words.of(edition)
    found = next_airings(words.now, words.language, SHOWS_IN_STRIP + 1)
    airings = with_states(words, found)
    coming = [airing for airing in airings if airing.state in ("next", "")]
    return AirSlot(
        today=words.today(),
        on_air=next((airing for airing in airings if airing.state == "now"), None),
        strip=tuple(coming[:SHOWS_IN_STRIP]),
        tv_url=addresses.guide(edition),
    )
