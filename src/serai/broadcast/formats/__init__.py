"""Schedules as they come and as they go: pure, bytes to dataclasses and back.

Foreign bytes meet the readers in the sandbox child only; what they hand on is plain data.

entries.py      what a reader finds: channels, entries, remarks
times.py        clocks past midnight, dates of all habits, local time to instants
titles.py       «Х/ф «Весна» (16+)» taken apart; what closes a day
marks.py        age marks and kinds, from ratings and categories
opening.py      which format it is; packed and encoded files; the child's own function
mending.py      the text of broken XML before it is parsed
xmltv.py        XMLTV, in one pass
tables.py       rows of a spreadsheet or of CSV: lists, headings of days, week grids
columns.py      headers of columns in many languages, and their zones
placing.py      local times in a row become instants
sheets.py       .xlsx, .xls and .ods to rows
plain.py        a pasted list
json_list.py    JSON, ours and others'
arranging.py    one channel's entries in order: ends filled, duplicates, overlaps, closedowns
writing.py      channels and airings to strict XMLTV
icalendar.py    airings to calendars of readers (RFC 5545)
"""
