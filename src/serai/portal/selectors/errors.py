"""Pages for what is not there: never there, no longer there, or broken."""

from django.utils.translation import gettext as _

from serai.portal.pages import ErrorPage, Frame, Link
from serai.portal.selectors import addresses
from serai.portal.selectors.frames import Framing, Head


def error_page(edition: str, status: int) -> tuple[ErrorPage, Frame]:
    """404 or 410 with the frame round it. Needs the database."""
    page = bare_error(edition, status)
    head = Head(title=page.headline, path="", noindex=True)
    return page, Framing(edition).frame(head)


def bare_error(edition: str, status: int) -> ErrorPage:
    """The same without the frame, for 500: asks nothing of anybody."""
    headline, text = {
        404: (
            _("There is no such page"),
            _("The address may have a mistake in it, or the page was never there."),
        ),
        410: (
            _("This text has been withdrawn"),
            _("The newsroom took it off the site; it will not come back at this address."),
        ),
        500: (
            _("Something broke on our side"),
            _("We know about it already. Please try again in a minute."),
        ),
    }[status]
    hints = (
        Link(_("Latest news"), addresses.news(edition)),
        Link(_("Countries and territories"), addresses.countries(edition)),
        Link(_("TV guide"), addresses.guide(edition)),
    )
    return ErrorPage(status, headline, text, hints)
