"""Pictures with credit and rights; only renditions made new are public.

models.py           Image, Rendition, Document
shapes.py           the shapes that the portal shows; pure
formats/            foreign bytes to our own files in the sandbox child, and the notes they carry
forms.py            the newsroom's upload: bytes go to the child before anything opens them
viewsets.py         lists of pictures in the newsroom
wagtail_hooks.py    the chooser
actions.py          taking a picture in, renditions, withdrawing and restoring, deleting
selectors.py        renditions for pages
tasks.py            cutting anew when focal point or rights have changed
signal_handlers.py  a saved picture's renditions, a deleted one's files

An uploaded file carries places and serial numbers, so it is not kept at all: what is kept in the
folder original_images is made new from pixels, and even that folder has no address.
"""
