"""Pure text library: Russian and English, no Django, no database, no clock.

It stands on the ground beside `core` and knows nothing but text, so any floor may ask it.

charsets.py     bytes of unknown origin to text, whole or refused
dates.py        dates in running text; paragraphs that begin with a past date
morphology.py   Russian word forms, generated with pymorphy3
names.py        persons told from organisations by the form of the name
slugs.py        Latin slugs of headlines in any script
typography.py   text, numbers and dates set for print and screen
"""
