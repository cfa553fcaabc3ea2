"""The ground: what every floor above may use.

clock.py            the only clock
editions.py         editions of the portal
limits.py           every limit, one table
tokens.py           sealed tokens by purpose
addresses.py        which addresses may stand in a link
videos.py           videos at known providers, and their players
markup.py           foreign HTML written anew with a dozen bare tags
sanitizer.py        foreign HTML to typed blocks, and the one encoder
sandbox.py          foreign bytes are opened in a child with limits
sandbox_child.py    the child's side
family.py           every child dies with its parent
portions.py         a long sequence in portions
locks.py            one holder of a file at a time
models.py           Job, ScheduleMark, FormerSlug
slugs.py            former address parts
queue.py            leases of jobs
backend.py          Django Tasks over the queue
jobs.py             enqueue, the only door
worker.py           the loop that runs jobs
schedule.py         what runs by itself
tasks.py            the ground's own jobs
lists.py            newsroom lists of things with names per language
management/         jobs
"""
