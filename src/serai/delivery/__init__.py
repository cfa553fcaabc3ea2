"""Bytes to the reader: knows paths and headers, never news.

edge.py         the shell in front of everything: complete, well-formed requests only
heads.py        which heads may come through
bodies.py       bodies read whole, within a size and a time
headers.py      security headers of public pages, newsroom and files
files.py        static files and renditions
compressing.py  their compressed neighbours
bridge.py       complete requests to Django on a bounded pool of threads
tags.py         names of what pages are built from
recording.py    the open notebook of one render
sharing.py      what many pages of one round read alike is read once
store.py        finished pages as files, with an index from tags to paths
front.py        pages from the store; misses are joined and go to Django
keeping.py      Django's end of the store: middleware, rendering for the refresher
models.py       Invalidation, Refresh, Node
outbox.py       announcing a change, in the order of commits
delivered.py    rows that are recorded when read and announced when saved or deleted
refreshing.py   the refresher, a thread of the worker
auditing.py     kept pages compared with fresh ones
caches.py       outer caches: Varnish, Fastly, Cloudflare
purging.py      how far each has been told what changed
reports.py      since when a change is visible everywhere
tasks.py        forgetting old rows
management/     the commands pages, audit
"""
