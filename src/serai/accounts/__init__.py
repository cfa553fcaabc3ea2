"""Users of the newsroom, what they may do, and how they come in. Readers have no accounts.

The package stands near the ground, so that every floor above may point to a user: who wrote a
draft, who published it, who took a picture in.

models.py         User, LoginFailure, AuditEvent
policy.py         what each role may do: the rules, no tables
guarding.py       the policy as Wagtail asks for it; mixins for viewsets and choosers
backends.py       the policy as Django's permissions
throttle.py       login attempts are counted per account and network, and per network
second_factor.py  one-time codes, their sealed seed, recovery codes
middleware.py     who has given a password only is nobody yet
actions.py        every write on accounts, each with a row in the audit
tasks.py          old login failures are cleared away
errors.py         what is refused, in words
forms.py          login, code, account, filter of the audit
views.py          code, set-up, list and form of accounts, audit
wagtail_hooks.py  their addresses and menu entries

The gate itself, a table of address, role and object, is config/authority.py. `serai up` makes the
first administrator, whose password is shown once and kept only hashed.
"""
