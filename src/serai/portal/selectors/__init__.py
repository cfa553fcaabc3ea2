"""Rows of the domains made into pages.

addresses    addresses of the portal's pages
words        texts, numbers and moments set for one language
cards        articles in lists, with pictures, countries and sources
airings      shows of the guide
frames       what stands round every page
sites        name, marks and menus of the site
home         the front
standing     pages without a date
articles     an article
bodies       blocks of its body
cards_drawn  title cards of pages without a photograph, the manifest
lists        latest, days, months, sections, storylines
countries    index and hubs of countries
quotes       the quote bank, and who speaks
guide        days of the TV guide
structured   what pages say of themselves to machines
feeding      what feeds and sitemaps carry
former       addresses that were once right
errors       404, 410, 500
"""
