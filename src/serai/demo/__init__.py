"""The demo newsroom: original texts, drawn pictures, a schedule round today.

models.py       which rows belong to the demo
actions.py      loading it, keeping its schedule ahead, taking it away
selectors.py    what the newsroom's own work needs of it, and therefore stays
tasks.py        the daily job that keeps the schedule two weeks ahead
schedule.py     the demo channel and its days
texts.py        reading data/*.json
drawing/        the pictures, drawn by our own code; pure
management/     load_demo, remove_demo
data/           articles, people, programmes; all invented
"""
