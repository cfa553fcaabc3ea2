"""Pictures with credit and rights; only renditions made new are public.

models.py       Image, Rendition, Document
shapes.py       the shapes that the portal shows; pure
actions.py      taking a picture in, making renditions, deleting with files
selectors.py    renditions for pages

The original file carries places and serial numbers, so its folder has no address.

The pipeline for uploads (sandbox child, IPTC fields, focal point) comes with the newsroom.
"""
