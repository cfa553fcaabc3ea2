"""Every option: its default, its values, and the sentence that a bad value gets."""

import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from serai.config.options import (
    BY_NAME,
    OPTIONS,
    PROJECT_DIR,
    OptionError,
    markdown_table,
    read_options,
    read_secret,
)


def test_an_empty_environment_gives_a_working_house() -> None:
    values = read_options({})
    assert list(values) == [option.name for option in OPTIONS]
    assert values["SERAI_PORT"] == 8000
    assert values["SERAI_VAR"] == PROJECT_DIR / "var"
    assert values["SERAI_EDITIONS"] == ("ru", "en")
    assert values["SERAI_DEBUG"] is False
    assert values["SERAI_DEMO"] is True
    assert ZoneInfo(values["SERAI_ZONE"]).key == "Europe/Moscow"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SERAI_PORT", "65535", 65535),
        ("SERAI_PORT", "1", 1),
        (
            "SERAI_HOSTS",
            "news.example.org, www.example.org",
            ("news.example.org", "www.example.org"),
        ),
        ("SERAI_ADDRESS", "https://news.example.org/", "https://news.example.org"),
        ("SERAI_EDITIONS", "en", ("en",)),
        ("SERAI_EDITIONS", "en,ru", ("en", "ru")),
        ("SERAI_ZONE", "Asia/Kathmandu", "Asia/Kathmandu"),
        ("SERAI_DEMO", "No", False),
        ("SERAI_DEBUG", "on", True),
        ("SERAI_PROXIES", "10.0.0.1 10.0.0.2", ("10.0.0.1", "10.0.0.2")),
        ("SERAI_VAR", "/srv/../srv/serai", Path("/srv/serai")),
    ],
)
def test_values(name: str, text: str, value: object) -> None:
    assert read_options({name: text})[name] == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("SERAI_PORT", "0", "between 1 and 65535"),
        ("SERAI_PORT", "65536", "between 1 and 65535"),
        ("SERAI_PORT", "http", "http"),
        ("SERAI_THREADS", "65", "between 1 and 64"),
        ("SERAI_WEB_WORKERS", "33", "between 1 and 32"),
        ("SERAI_JOB_THREADS", "17", "between 1 and 16"),
        ("SERAI_ZONE", "Moscow", "IANA zone"),
        ("SERAI_ADDRESS", "news.example.org", "https://news.example.org"),
        ("SERAI_ADDRESS", "https://example.org/news", "https://news.example.org"),
        ("SERAI_ADDRESS", "ftp://example.org", "https://news.example.org"),
        ("SERAI_EDITIONS", "ru fr", "ru and en"),
        ("SERAI_EDITIONS", ",", "ru and en"),
        ("SERAI_DEMO", "maybe", "yes or no"),
        ("SERAI_TYPO", "1", "is not an option"),
    ],
)
def test_a_bad_value_names_the_option(name: str, text: str, said: str) -> None:
    with pytest.raises(OptionError) as caught:
        read_options({name: text})
    assert name in str(caught.value)
    assert said in str(caught.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(OptionError) as caught:
        read_options({"SERAI_PORT": "x", "SERAI_ZONE": "y", "SERAI_Z": "z"})
    assert len(str(caught.value).splitlines()) == 3


def test_port_has_a_short_name_that_the_long_one_overrules() -> None:
    assert read_options({"PORT": "9000"})["SERAI_PORT"] == 9000
    assert read_options({"PORT": "9000", "SERAI_PORT": "9100"})["SERAI_PORT"] == 9100


def test_the_table_for_the_documents_has_every_option_and_no_path_of_this_machine() -> None:
    table = markdown_table()
    assert [name for name in BY_NAME if f"`{name}`" not in table] == []
    assert str(PROJECT_DIR) not in table


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    var = tmp_path / "var"
    secret = read_secret(var, "")
    assert len(secret) >= 64
    assert read_secret(var, "") == secret
    assert (var / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in var.iterdir()] == ["secret"]


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from serai.config.options import read_secret;"
        "print(read_secret(Path(sys.argv[1]), ''))"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "var")], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    found = [other.communicate()[0].strip() for other in others]
    assert len(found[0]) >= 64
    assert set(found) == {read_secret(tmp_path / "var", "")}


def test_a_secret_given_must_be_long(tmp_path: Path) -> None:
    assert read_secret(tmp_path, "x" * 32) == "x" * 32
    with pytest.raises(OptionError, match="32 characters"):
        read_secret(tmp_path, "x" * 31)
    assert list(tmp_path.iterdir()) == []


def test_the_console_script_says_the_sentence_and_nothing_else(tmp_path: Path) -> None:
    environ = {**os.environ, "SERAI_VAR": str(tmp_path), "SERAI_PORT": "many"}
    run = subprocess.run(
        [sys.executable, "-m", "serai.config.cli", "doctor"],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.startswith("serai: SERAI_PORT='many'")
    assert "Traceback" not in run.stderr
