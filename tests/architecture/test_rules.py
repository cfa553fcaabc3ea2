"""The house keeps its rules."""

from collections.abc import Callable
from pathlib import Path

import pytest

import serai
from tests.architecture.rules import RULES

TREE = Path(serai.__file__).parent


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(TREE) == []
