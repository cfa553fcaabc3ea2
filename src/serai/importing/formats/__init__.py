"""Pure parsers, bytes to dataclasses; no Django, no database, no clock.

- ``capture``     a saved article page, text or HTML, to a ``Capture``
- ``dateline``    the line under the headline: date, source, persons, views
- ``envelope``    files to the sandbox child and checked captures back
- ``furniture``   what stands around an article: strip, weather, newsletter, index, menus
- ``lines``       bytes of a page to lines of text
- ``paragraphs``  repeated leads, recalled events, leads that are too long
- ``reader``      which lines are headline, date line, credit and paragraphs
"""
