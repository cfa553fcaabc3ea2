"""Articles, sections, storylines, quotes, sources and authors.

A story (article, storyline, section) is one row per edition; a source or an author is one row with
names per language.

models/             tables; Article.save writes what publishing creates
blocks.py           typed blocks of a body
actions/            drafts, publishing, finding or making sources and authors
selectors.py        reads for pages
viewsets/           lists and forms of the newsroom
wagtail_hooks.py    registration
management/         load_vocabulary
data/               sources and sections
"""
