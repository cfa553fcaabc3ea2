"""Addresses in, pages out.

site.py     articles, lists, quotes, standing pages, errors, previews, sitemaps
guide.py    the TV guide: pages, XMLTV, calendars, JSON
answers.py  what they share: the language of an edition, a page in its frame
"""
