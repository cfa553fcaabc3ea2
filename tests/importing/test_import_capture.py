"""serai import_capture: files in, articles out; hostile files cost only themselves."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from serai.broadcast.actions import make_default_channel
from serai.broadcast.models import Channel, Programme, ScheduleEvent
from serai.core import clock
from serai.editorial.models import Article, Author, Source, Storyline
from tests.builders import make_country

pytestmark = pytest.mark.django_db

PAGE = """\
Пятница, 7 марта 2025
Демо-канал: вся Азия
Оман проложил дорогу к дальнему маяку

05.03.2025 Демо-вестник 1204 просмотра
Фото: Демо Фотограф
Новая дорога связала Маскат с маяком на дальнем мысе.

Оманские строители открыли дорогу длиной сорок километров. Она идёт по скалам над морем.

«Раньше туда ходили только лодки», — сказал смотритель маяка Демо Собеседник.

Ранее в Индии открыли такую же дорогу. Её строили три года, и на ней уже появились чайные.

06:50 Утро у моря 0+
07:30 Кухня портов (6+)
08:00 Новости

Прогноз погоды на неделю
Подпишитесь на рассылку
Оман Индия Непал
"""


@pytest.fixture(autouse=True)
def countries() -> None:
    for code in ("OM", "IN", "NP"):
        make_country(code)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE.replace("Демо Собеседник", "Демо\u00a0Собеседник"), encoding="utf-8")
    return path


def run(*arguments: Any) -> tuple[list[dict[str, Any]], int]:
    """Printed rows and exit code of ``import_capture --json``."""
    out, code = StringIO(), 0
    try:
        call_command(
            "import_capture", *map(str, arguments), "--json", stdout=out, stderr=StringIO()
        )
    except SystemExit as stop:
        code = int(stop.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


def test_a_page_becomes_a_published_article(page: Path) -> None:
    rows, code = run("--publish", page)
    assert code == 0
    assert rows[0]["file"] == str(page)
    assert rows[0]["published_on"] == "2025-03-05"

    article = Article.objects.get()
    assert article.live
    assert article.headline == "Оман проложил дорогу к дальнему маяку"
    assert article.lead == "Новая дорога связала Маскат с маяком на дальнем мысе."
    assert article.source is not None
    assert article.source.label("ru") == "Демо-вестник"
    assert article.legacy_views == 1204
    assert article.photo_credit == "Демо Фотограф"
    assert article.published_date_only
    assert article.published_at.date().isoformat() == "2025-03-05"
    assert [row.country_id for row in article.countries.all()] == ["OM"]
    assert [block.block_type for block in article.body] == ["paragraph", "paragraph", "background"]

    storyline = Storyline.objects.get()
    assert not storyline.live
    assert storyline.background.startswith("Ранее в Индии")

    events = list(ScheduleEvent.objects.order_by("starts_at"))
    assert [str(event.programme) for event in events] == [
        "Утро у моря",
        "Кухня портов",
        "Новости",
    ]
    assert [event.age_rating for event in events] == [0, 6, None]
    assert events[0].starts_at.isoformat() == "2025-03-05T03:50:00+00:00"
    assert [event.end_inferred for event in events] == [False, False, True]


def test_the_same_page_twice_changes_nothing(page: Path) -> None:
    run("--publish", page)
    before = snapshot()
    assert run("--publish", page)[1] == 0
    assert snapshot() == before


def test_a_draft_is_published_by_a_second_run(page: Path) -> None:
    run(page)
    assert not Article.objects.get().live
    run("--publish", page)
    assert Article.objects.get().live


def test_an_article_that_was_withdrawn_stays_withdrawn(page: Path) -> None:
    run("--publish", page)
    Article.objects.get().unpublish()
    run("--publish", page)
    assert not Article.objects.get().live


def test_a_dry_run_files_nothing(page: Path) -> None:
    rows, _ = run("--dry-run", page)
    assert rows[0]["headline"].startswith("Оман")
    assert snapshot() == [0, 0, 0, 0, 0, 0, 0]


def test_hostile_files_cost_only_themselves(page: Path, tmp_path: Path) -> None:
    bad = {
        "empty.html": b"",
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(300),
        "prose.txt": "Просто текст без даты и заголовка.".encode(),
        "large.html": b"<p>x</p>" * 1_000_000,
        "deep.html": b"<div>" * 20_000,
        "brackets.html": b"<" * 2_000_000,
        "data.json": b"[" * 100_000,
        "laughs.html": b'<!DOCTYPE html [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><p>&a;</p>',
        "february.txt": PAGE.replace("05.03.2025", "31.02.2025").encode(),
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "directory").mkdir()
    names = [*bad, "directory", "missing"]
    rows, code = run("--publish", *(tmp_path / name for name in names), page)
    assert code == 2
    assert [set(row) for row in rows[:-1]] == [{"file", "error"}] * len(names)
    assert all(row["error"] for row in rows[:-1])
    assert [row["file"] for row in rows] == [*(str(tmp_path / name) for name in names), str(page)]
    assert Article.objects.filter(live=True).count() == 1


def test_nothing_is_half_written(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**arguments: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("serai.importing.actions.file_shows", fails)
    rows, code = run("--publish", page)
    assert code == 2
    assert rows == [{"file": str(page), "error": "not filed: RuntimeError: the disk is full"}]
    assert snapshot() == [0, 0, 0, 0, 0, 0, 0]


def test_publishing_that_fails_leaves_no_draft(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**arguments: Any) -> None:
        raise ValueError("not today")

    monkeypatch.setattr("serai.importing.actions.publish_article", fails)
    assert run("--publish", page)[1] == 2
    assert snapshot() == [0, 0, 0, 0, 0, 0, 0]


def test_the_keys_of_a_row_are_the_promised_ones(page: Path) -> None:
    rows, _ = run("--dry-run", page)
    assert list(rows[0]) == [
        "file", "headline", "published_on", "source", "byline", "views", "photo_credit", "lead",
        "body", "background", "schedule", "countries_index", "about", "has_weather",
        "has_newsletter", "warnings",
    ]  # fmt: skip
    assert rows[0]["schedule"][0] == {"time": "06:50", "title": "Утро у моря", "age_rating": 0}
    assert rows[0]["schedule"][2]["age_rating"] is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1204 просмотра", "9999 просмотров"),
        ("Фото: Демо Фотограф", "Фото: Демо\u00a0Фотограф"),
        ("Оман проложил дорогу", "ОМАН\u00a0проложил «дорогу»"),
        ("\n", "\r\n"),
        ("Пятница, 7 марта 2025\n", ""),
    ],
)
def test_the_same_page_saved_on_another_day_changes_nothing(page: Path, old: str, new: str) -> None:
    run("--publish", page)
    before, views = snapshot(), Article.objects.get().legacy_views
    page.write_text(PAGE.replace(old, new), encoding="utf-8")
    assert run("--publish", page)[1] == 0
    assert (snapshot(), Article.objects.get().legacy_views) == (before, views)


def test_a_file_named_twice_is_filed_once(page: Path) -> None:
    rows, code = run(page, page)
    assert (len(rows), code, Article.objects.count()) == (2, 0, 1)


def test_the_candidate_is_linked_and_shown_to_nobody(page: Path) -> None:
    run("--publish", page)
    article, storyline = Article.objects.get(), Storyline.objects.get()
    assert article.storyline == storyline
    assert not storyline.live
    assert [country.pk for country in storyline.countries.all()] == ["OM"]


def test_pages_of_one_story_share_its_candidate(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("к дальнему маяку", "к старому порту"), encoding="utf-8")
    run(page, other)
    assert Storyline.objects.count() == 1
    assert {row.storyline_id for row in Article.objects.all()} == {Storyline.objects.get().pk}


def test_the_country_named_first_is_the_primary_one(page: Path) -> None:
    page.write_text(PAGE.replace("Оман проложил", "Оман и Индия проложили"), encoding="utf-8")
    rows, _ = run(page)
    assert rows[0]["about"] == ["IN", "OM"]
    countries = Article.objects.get().countries.all()
    assert [(row.country_id, row.is_primary) for row in countries] == [("OM", True), ("IN", False)]


def test_long_texts_are_cut_to_their_columns_and_nothing_is_lost(page: Path) -> None:
    lead = "Новая дорога связала Маскат с маяком. " * 60
    headline = "Оман проложил дорогу " * 14
    background = "Ранее в Индии открыли дорогу. " * 150
    page.write_text(
        PAGE.replace("Новая дорога связала Маскат с маяком на дальнем мысе.", lead.strip())
        .replace("Оман проложил дорогу к дальнему маяку", headline.strip())
        .replace("Ранее в Индии открыли такую же дорогу.", background.strip())
        .replace("Демо-вестник", "Демо-вестник " * 16)
        .replace("Демо Фотограф", "Фотограф " * 20),
        encoding="utf-8",
    )
    rows, code = run("--publish", page)
    assert code == 0
    article = Article.objects.get()
    article.full_clean()
    assert len(article.headline) <= 250
    assert article.headline.endswith("проложил…")
    assert article.lead.endswith("маяком.")
    assert len(article.lead) <= 1000
    first = article.body[0].value.source
    assert f"{article.lead} {first[3:-4]}" == rows[0]["lead"]
    told = [block.value["text"] for block in article.body if block.block_type == "background"]
    assert " ".join(told) == " ".join(rows[0]["background"])
    assert max(map(len, told)) <= 3000


def test_markup_in_a_text_stays_text(page: Path) -> None:
    page.write_text(
        PAGE.replace("Оманские строители", "Строители <b>Омана</b> & <script>друзья</script>"),
        encoding="utf-8",
    )
    run("--publish", page)
    paragraph = Article.objects.get().body[0].value.source
    assert "&lt;script&gt;друзья&lt;/script&gt;" in paragraph
    assert "&amp;" in paragraph


def test_a_page_of_html_brings_its_address(page: Path) -> None:
    lines = "".join(f"<p>{line}</p>" for line in PAGE.splitlines())
    head = '<link rel="canonical" href="https://demo.example/road/">'
    page.write_text(f"<html><head>{head}</head><body>{lines}</body></html>", encoding="utf-8")
    run("--publish", page)
    assert Article.objects.get().original_url == "https://demo.example/road/"


def test_a_page_dated_tomorrow_is_warned_of_and_never_later_than_now(page: Path) -> None:
    page.write_text(PAGE.replace("05.03.2025", "05.03.2099"), encoding="utf-8")
    rows, _ = run("--publish", page)
    assert rows[0]["published_on"] == "2099-03-05"
    assert "date-in-future" in rows[0]["warnings"]
    assert Article.objects.get().published_at <= clock.now()


def test_an_english_page_goes_to_the_english_edition(page: Path) -> None:
    page.write_text(
        "Oman builds a road to the far lighthouse\n\n5 March 2025 Demo Herald 62 views\n"
        "Photo: Demo Photographer\nThe road links Muscat with the lighthouse on the cape.\n\n"
        "Omani builders opened forty kilometres of road above the sea.\n",
        encoding="utf-8",
    )
    rows, _ = run("--publish", page)
    article = Article.objects.get()
    assert (article.edition, article.legacy_views, article.photo_credit) == (
        "en", 62, "Demo Photographer",
    )  # fmt: skip
    assert rows[0]["about"] == ["OM"]


def test_an_edition_that_is_off_falls_back_to_the_first(page: Path, settings: Any) -> None:
    settings.EDITIONS = ["en"]
    run(page)
    assert Article.objects.get().edition == "en"


def test_a_byline_becomes_authors(page: Path) -> None:
    page.write_text(
        PAGE.replace(
            "05.03.2025 Демо-вестник 1204 просмотра",
            "05.03.2025 Пётр Иванов, телеканал «Демо Азия» 61 просмотр",
        ),
        encoding="utf-8",
    )
    run(page)
    assert [str(author) for author in Author.objects.all()] == ["Пётр Иванов"]
    assert [str(source) for source in Source.objects.all()] == ["телеканал «Демо Азия»"]


def test_the_schedule_goes_to_the_named_channel(page: Path) -> None:
    make_default_channel(slug="first")
    other = Channel(slug="demo-two", zone="Asia/Muscat")
    other.save()
    run(page, "--channel", "demo-two")
    first = ScheduleEvent.objects.order_by("starts_at")[0]
    assert (first.channel, first.starts_at.isoformat()) == (other, "2025-03-05T02:50:00+00:00")


def test_an_unknown_channel_is_refused_before_anything_is_read(page: Path) -> None:
    with pytest.raises(CommandError, match="no channel 'nowhere'") as refused:
        call_command("import_capture", str(page), "--channel", "nowhere")
    assert refused.value.returncode == 2
    assert not Channel.objects.exists()


def test_a_database_that_does_not_answer_is_one_sentence(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise OperationalError("no such table: vocabulary_countryname")

    monkeypatch.setattr("serai.importing.pipeline.country_forms", fails)
    with pytest.raises(CommandError, match="database does not answer: no such table"):
        call_command("import_capture", str(page))


def test_ctrl_c_stops_between_two_files(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(**arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("serai.importing.pipeline.file_capture", stops)
    assert run(page) == ([], 130)


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_is_told_in_sentences(page: Path, tmp_path: Path) -> None:
    out, err = Terminal(), Terminal()
    with pytest.raises(SystemExit):
        call_command("import_capture", str(page), str(tmp_path / "no"), stdout=out, stderr=err)
    key = Article.objects.get().pk
    assert out.getvalue() == (
        f"{page}: filed as a draft, article {key}: Оман проложил дорогу к дальнему маяку\n"
    )
    assert "no: refused: cannot be read: No such file or directory" in err.getvalue()
    for arguments, said in ((["--publish"], "published"), ([], "known already")):
        out = Terminal()
        call_command("import_capture", str(page), *arguments, stdout=out)
        assert f": {said}, article {key}: " in out.getvalue()


def test_whatever_reads_the_output_gets_json_lines(page: Path) -> None:
    out = StringIO()
    call_command("import_capture", str(page), stdout=out)
    assert json.loads(out.getvalue())["views"] == 1204
    assert "Оман" in out.getvalue()


def test_a_row_is_one_line_of_ascii_where_the_output_knows_no_letters(page: Path) -> None:
    out = Terminal()
    out.encoding = "ascii"  # type: ignore[misc]
    call_command("import_capture", str(page), "--json", stdout=out)
    assert out.getvalue().isascii()
    assert json.loads(out.getvalue())["headline"].startswith("Оман")


@pytest.mark.parametrize(
    "name", ["a\u2028b.txt", "a\x85b.txt", "a\nb.txt", 'a"b.txt', "a\udcffb.txt"]
)
def test_odd_file_names_are_told_on_one_line(tmp_path: Path, name: str) -> None:
    rows, code = run(tmp_path / name)
    assert code == 2
    assert len(rows) == 1
    assert rows[0]["file"].startswith(str(tmp_path))


def test_long_runs_tell_their_progress_aside(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serai.importing.management.commands.import_capture._QUIET_FILES", 2)
    out, err = StringIO(), StringIO()
    call_command("import_capture", *[str(page)] * 5, "--json", stdout=out, stderr=err)
    assert len(out.getvalue().splitlines()) == 5
    assert err.getvalue() == "2 of 5 files, 0 refused\n4 of 5 files, 0 refused\n"


def test_a_short_run_says_nothing_aside(page: Path) -> None:
    err = StringIO()
    call_command("import_capture", str(page), "--json", stdout=StringIO(), stderr=err)
    assert err.getvalue() == ""


def snapshot() -> list[int]:
    models = (Article, Source, Storyline, Programme, ScheduleEvent, Author, Channel)
    return [model.objects.count() for model in models]
