"""The table of limits."""

import pytest

from serai.core.limits import LIMITS, Limit, LimitExceeded, _table, limit, refuse_above

NAMES = sorted(LIMITS)


def test_a_limit_is_read_by_name() -> None:
    assert limit("html_depth") == 32
    assert limit("body_bytes_upload") == 33_554_432


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_holds_at_its_edge(name: str) -> None:
    edge = limit(name)
    refuse_above(name, edge - 1)
    refuse_above(name, edge)
    with pytest.raises(LimitExceeded) as refused:
        refuse_above(name, edge + 1)
    assert (refused.value.name, refused.value.value) == (name, edge + 1)
    assert refused.value.reason == name
    assert str(edge) in str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_complete(name: str) -> None:
    row = LIMITS[name]
    assert row.name == name
    assert row.value > 0
    assert row.unit
    assert len(row.why) > 10


def test_an_unknown_limit_is_an_error() -> None:
    with pytest.raises(KeyError):
        limit("no such limit")
    with pytest.raises(KeyError):
        refuse_above("no such limit", 1)


def test_no_limit_stands_in_the_table_twice() -> None:
    row = Limit("twice", 1, "times", "one number, one place")
    with pytest.raises(ValueError, match="twice"):
        _table((row,), (row,))


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        LIMITS["html_depth"] = LIMITS["headline"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        LIMITS["html_depth"].value = 1000  # type: ignore[misc]


def test_limits_that_depend_on_each_other_agree() -> None:
    assert limit("sandbox_cpu_seconds") <= limit("sandbox_wall_seconds")
    assert limit("body_bytes") < limit("body_bytes_newsroom") < limit("body_bytes_upload")
    assert limit("image_bytes") < limit("body_bytes_upload")
    assert limit("capture_bytes") <= limit("sandbox_payload_bytes")
    assert limit("image_bytes") <= limit("sandbox_payload_bytes")
    assert limit("url_bytes") < limit("request_line_bytes") < limit("header_bytes")
