"""What readers see: the only composer of articles, countries, guide and whatever stands round them.

pages/          one dataclass per page: the promise that a template's context keeps
selectors/      rows of the domains made into pages
drawing/        title cards; pure
views/          address in, page out
feeds.py        Atom, JSON Feed, XMLTV, the guide as JSON
sitemaps.py     sitemaps, robots.txt
urls.py         the addresses
templatetags/   paragraphs' markup, places on the map
templates/      HTML
static/         style, fonts, script, icons
locale/         Russian and English of the interface
"""
