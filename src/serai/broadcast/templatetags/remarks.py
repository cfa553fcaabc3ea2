"""Remarks about a schedule in the language of whoever reads them.

Readers of files and verbs speak English, whoever listens: a child process knows no member, and what
it said is kept with the draft. Here each of their sentences is found again and said anew.
"""

import re
from functools import cache
from typing import Final

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

#: Everything that is said, the longer sentences first where one begins like another.
SENTENCES: Final = (
    _("the {0} shows that fill its time stand instead"),
    _("ran {0} min over the start of row {1}; trimmed"),
    _("another language of row {0}: {1}"),
    _("its end is the next start, {0} hours later"),
    _("its end is that of the broadcast day"),
    _("the same as row {0}"),
    _("nothing for {0} min after it"),
    _("begins when row {0} does: {1}"),
    _("shares its slot with row {0}"),
    _("no list of shows is in it"),
    _("no JSON: {0}"),
    _("no start: {0}"),
    _("the show names no channel"),
    _("a show without a title"),
    _("read as time of {0}"),
    _("the stop is not after the start; left out"),
    _("no object"),
    _("the file is empty"),
    _("larger than {0} MB"),
    _("no zip: {0}"),
    _("the archive is empty"),
    _("no table: {0}"),
    _("unpacked it is larger than any schedule"),
    _("the archive has a password"),
    _("{0} is too large unpacked"),
    _("no gzip: {0}"),
    _("a time without a title"),
    _("no day is named; taken for {0}"),
    _("no day is named before this row"),
    _("the clock never showed this time; moved"),
    _("title says {0}+, column {1}"),
    _("title says {0}+, rating {1}"),
    _("hours are counted on past midnight"),
    _("the time is before that of the row above"),
    _("the end is not after the start"),
    _("no time in the line {0}"),
    _("no sheet {0}; there are: {1}"),
    _("the workbook cannot be read: {0}"),
    _("a grid of {0} days"),
    _("of the columns {0} that of {1} was read"),
    _("of {0} columns of times the first was read"),
    _("the row with the names of the columns"),
    _("above the table: {0}"),
    _("a row without time and title: {0}"),
    _("no time: {0}"),
    _("before the first show: {0}"),
    _("no time and title: {0}"),
    _("no time for {0}"),
    _("no time of XMLTV"),
    _("a day without a time"),
    _("no such time"),
    _("no such day"),
    _("unknown zone {0}"),
    _("{0}+ stood in the title"),
    _("{0} bare ampersands and {1} entities were mended"),
    _("a channel without an id"),
    _("channel {0} comes again"),
    _("a programme without a channel"),
    _("a programme without a title"),
    _("channel {0} is not declared"),
    _("{0} times without a zone were read as {1}"),
    _("{0} bytes could not be decoded"),
    _("the file has no programme"),
    _("channel id {0} is no dotted name"),
    _("start {0}: {1}"),
    _("stop {0}: {1}"),
    _("{0} was escaped twice"),
    _("tags were taken out of {0}"),
    _("{0} looks damaged: {1}"),
    _("channel {0} has no programme"),
    _("episode-num {0}"),
    _("reading ended early: {0}"),
    _("the reader said something unknown"),
    _("the file could not be read ({0})"),
    _("the file names no channel; say which it is"),
    _("there is no schedule on these days"),
    _("the batch is no draft any more"),
    _("{0} of {1} airings would go; confirm it"),
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.sub(r"\\{\d\\}", "(.*)", re.escape(one)), re.DOTALL), one)
        for one in SENTENCES
    )


@register.filter
def spoken(said: str) -> str:
    """The sentence in the language that is active; one that nobody knows stays as it is.

    What stands in it may be a sentence itself.
    """
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(said)
        if found:
            return gettext(sentence).format(*map(spoken, found.groups()))
    return said
