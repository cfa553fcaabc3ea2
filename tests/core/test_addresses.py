"""The one rule for addresses."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.core.addresses import safe_url


def read_address_strictly(url: str) -> None:
    parts = urlsplit(url)
    assert not re.search(r"[\x00-\x20\x7f-\xa0\\]", url), url
    if parts.scheme in ("http", "https"):
        assert parts.hostname, url
        assert "@" not in parts.netloc, url
    elif parts.scheme == "mailto":
        assert not parts.query, url
    else:
        assert parts.scheme == parts.netloc == "", url
        assert re.match(r"/(?!/)", url), url


GOOD = [
    "https://example.com",
    "http://example.com:8080/a/b?c=d&e=f#g",
    "https://example.com./x",
    "https://my_host.example.com/~a;b=(c)!'*,$+",
    "https://пример.рф/новости?тег=мост",
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://москва-24.рф",
    "https://東京.example/大阪",
    "https://192.0.2.7/",
    "https://[2001:db8::1]:443/",
    "https://example.com?x=a@b",
    "https://example.com/a//b/../c%20d",
    "mailto:desk@example.com",
    "mailto:first.last+tag@пример.рф",
    "/",
    "/ru/news/2031/05/06/?page=2#top",
    "/a//b",
    "https://example.com/" + "x" * 2028,
]

BAD = [
    "",
    " ",
    "example.com",
    "x.html",
    "#top",
    "?x=1",
    "//example.com",
    "/\\example.com",
    "\\/example.com",
    "/a b",
    "/a\tb",
    "/\n/example.com",
    "/a\x00",
    "/a\x7f",
    "/a\x85b",
    "/a\xa0b",
    "/a\u2028b",
    "/a\u202eb",
    "/a\u200bb",
    "/a\ud800",
    '/a"b',
    "/a<b",
    "/a`b",
    " https://example.com",
    "https://example.com ",
    "https:/example.com",
    "https:example.com",
    "https:///example.com",
    "https://",
    "https://?x",
    "https://:80",
    "https://user@example.com",
    "https://user:pw@example.com",
    "https://@example.com",
    "https://example.com\\@evil.example",
    "https://example.com:",
    "https://example.com:0",
    "https://example.com:65536",
    "https://example.com:8a",
    "https://example.com:80:80",
    "https://example..com",
    "https://.example.com",
    "https://-example.com",
    "https://exa mple.com",
    "https://exam%70le.com",
    "https://exam!ple.com",
    "https://[::1",
    "https://[::1]x",
    "https://[fe80::1%25eth0]/",
    "https://[example.com]/",
    "https://" + "a" * 64 + ".example",
    "https://" + "a." * 130 + "example",
    "https://ехаmple.com",
    "https://аpple.com",
    "https://gооgle.com",
    "https://ελlada.gr",
    "https://ｅxample.com",
    "https://example。com",
    "https://①②⑦.⓪.⓪.①",
    "https://example.com/" + "x" * 2029,
    "https://example.com/" + "я" * 1020,
    "javascript:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "\xa0javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://example.com",
    "file:///etc/passwd",
    "tel:+100",
    "https+x://example.com",
    "mailto:",
    "mailto:desk",
    "mailto:@example.com",
    "mailto:a@b@example.com",
    "mailto:a@example.com,b@example.com",
    "mailto:a@example.com?subject=x",
    "mailto:a@example.com#x",
    "mailto:a%0ab@example.com",
    "mailto:a@exam%70le.com",
]


@pytest.mark.parametrize("url", GOOD)
def test_good_addresses_are_kept(url: str) -> None:
    assert safe_url(url) == url
    read_address_strictly(url)


@pytest.mark.parametrize("url", BAD)
def test_bad_addresses_are_refused(url: str) -> None:
    assert safe_url(url) is None


def test_schemes_are_written_small() -> None:
    assert safe_url("HTTPS://Example.com/A") == "https://Example.com/A"
    assert safe_url("MailTo:Desk@example.com") == "mailto:Desk@example.com"


@settings(deadline=None)
@given(st.text(st.sampled_from("htps:/\\@.?#[]a1-яé% \t\xa0jvcrmilo"), max_size=30))
def test_no_address_passes_that_a_strict_reader_refuses(url: str) -> None:
    kept = safe_url(url)
    if kept is not None:
        read_address_strictly(kept)
        assert safe_url(kept) == kept
