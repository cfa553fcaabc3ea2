"""Channels, programmes and the schedule.

An airing is an instant in UTC; the channel names its zone and the time at which its broadcast day
begins, so 02:00 still belongs to the day before.

models.py           Channel, Programme, ScheduleEvent and their names per language
actions.py          finding or making programmes, filing a printed list
selectors.py        reads for pages and the strip
viewsets.py         lists and forms of the newsroom
wagtail_hooks.py    registration
"""
