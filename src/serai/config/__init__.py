"""The roof: the only package that knows everybody.

options.py      every option, one typed table
settings.py     Django's and Wagtail's settings made from the options
sqlite.py       the SQLite library and the profile of its connections
checks.py       Django system checks of the settings
urls.py         addresses of newsroom and portal
newsroom.py     which doors of Wagtail's admin are open
authority.py    the gate: which role may call which address on which object
authority_table.py  the same written out, for docs/reference/authority.md and data/
data/           that table with every role and state, committed
dashboard.py    the newsroom's first page, composed of what the parts know
schedule.py     what runs by itself, and how often
preparing.py    what `serai up` does before the first page
launch.py       what `serai up` shows: steps, addresses, login
refresher.py    what follows a change: store, outer caches, the word to the desk
server.py       the ASGI application: edge, files, Django
serving.py      Granian with our settings
supervisor.py   starts web and worker, restarts what crashes, stops all
cli.py          the console script `serai`
management/     the commands up, serve, work
"""
