"""Channels, programmes and the schedule.

An airing is an instant in UTC; the channel names its zone and the time at which its broadcast day
begins, so 02:00 still belongs to the day before.

models.py           channels, series, programmes, airings; drafts of imports, profiles of sources
formats/            schedules as they come and go: pure readers and writers
pipeline.py         a file opened in the sandbox child and spooled
actions/            drafts from files, publishing a window at once, copying, printed lists
selectors.py        reads for pages and the strip
forms.py            what the scheduler fills in
views.py            bringing in a schedule: form, preview, publishing
urls.py             their addresses
viewsets.py         lists and forms of the newsroom
templatetags/       what readers of files remark, in the language of whoever reads it
wagtail_hooks.py    registration
management/         import_schedule
"""
