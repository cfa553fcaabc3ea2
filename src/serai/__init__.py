"""Serai: a newsroom and a news portal for broadcasters that cover many countries.

Imports point down only. From the roof to the ground:

config                                settings, options, urls, schedule table, server
portal, ops                           public face; doctor and benchmarks
importing, demo                       page captures; the demo newsroom
editorial, broadcast                  articles and their trade; the TV guide
vocabulary                            countries, cities, people, organisations, topics
media                                 pictures and documents
delivery, accounts                    bytes to the reader; users
core, language                        jobs, clock, limits, sandbox; pure text library

The plan of the house stands in docs/explanation/house.md.
"""

__version__ = "0.1.0"
