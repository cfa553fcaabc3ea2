"""Users of the newsroom. Readers have no accounts.

The package stands near the ground, so that every floor above may point to a user: who wrote a
draft, who published it, who took a picture in.

models.py       User, in the first migration, because a user model is dear to change later

Roles and the gate of authority (a table of address, role and object) come with the newsroom. Until
then Wagtail's groups say who may do what, and `serai up` makes the first administrator, whose
password is shown once and kept only hashed.
"""
