"""Articles, sections, storylines, quotes, sources and authors.

A story (article, storyline, section) is one row per edition; a source or an author is one row with
names per language.

models/             tables; Article.save writes what publishing creates
blocks.py           typed blocks of a body, links to our own articles
actions/            drafts, the verbs of an article, what is due, sources and authors
tasks.py            the job that carries out what is due
views.py            a page for each verb
forms.py            their forms
urls.py             their addresses in the newsroom
selectors/          reads for pages and for the desk
desk.py             state of an article in a word, remarks while writing
choosers.py         choosing articles, storylines and the target of a link
viewsets/           lists and forms of the newsroom
wagtail_hooks.py    registration
management/         load_vocabulary
data/               sources and sections
"""
