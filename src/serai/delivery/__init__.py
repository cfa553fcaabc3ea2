"""Bytes to the reader: knows paths and headers, never news.

edge.py         the shell in front of everything: complete, well-formed requests only
heads.py        which heads of requests may come through
bodies.py       bodies read whole, within a size and a time
headers.py      security headers of public pages, newsroom and files
files.py        static files and renditions
compressing.py  compressed neighbours of static files
bridge.py       complete requests to Django on a bounded pool of threads

The page store, the recording of what a page was built from and the refresher come with delivery.
"""
