"""Countries, cities, people, organisations and topics, with names per language.

Below the stories on purpose: editorial, the TV guide and the pages all need countries.

models.py           one row per object, names tables, what a load remembers
actions.py          loading data/*.json without undoing editors' changes; making a person
selectors.py        reads, the gazetteer of the names in the database
gazetteer.py        countries found in text by every inflected form; pure
choosers.py         choosing a person or an organisation by any name
viewsets.py         lists and forms of the newsroom
wagtail_hooks.py    registration
data/               the files and where their facts come from
"""
