"""What comes from elsewhere as files: saved article pages.

formats/        pure parsers, bytes to dataclass; foreign bytes meet them in the sandbox child only
pipeline.py     a run: files read, opened in the child in batches, checked, filed; one result each
actions.py      a capture becomes source, article, storyline candidate and airings
selectors.py    names of countries and sources, which travel to the child with the bytes
management/     import_capture

Here a saved page that cannot be read costs its own file an error and nothing else. Archives of
other systems come as further ``formats/``.
"""
