"""Pictures that the portal draws itself. Pure: words in, bytes out.

cards     the picture of a page that has no photograph, for shares
"""
