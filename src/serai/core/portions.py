"""A long sequence in portions: of a query's parameters, of the keys in one request."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def portions(values: Sequence[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` values, in order."""
    for start in range(0, len(values), size):
        yield list(values[start : start + size])
