"""The demo newsroom's texts, read from data/*.json."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=16)
def read(name: str) -> Any:
    """Content of one data file, for example ``read("people")``."""
    with (DATA / f"{name}.json").open(encoding="utf-8") as file:
        return json.load(file)
