"""Foreign pictures: bytes to pixels and notes, in the sandbox child; pixels to renditions.

Rooms: opening (in the child), notes (what a picture says of itself), encoding (our own files),
signing (what those say of themselves), parcel (the parent's side: sends bytes to the child, reads
its answer with suspicion).
"""
