"""What may go wrong with accounts, in words for people."""


class AccountError(Exception):
    """A change of an account that is refused; the message is for the person who asked."""
