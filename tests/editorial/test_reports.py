"""Errors that readers report, in the newsroom: the list, the dashboard, who settles, forgetting."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from serai.core import clock
from serai.editorial.models import Article, ErrorReport
from serai.editorial.tasks import forget_error_reports
from tests.builders import make_article
from tests.editorial.test_dashboard import panels
from tests.editorial.test_lists import logged_in, member

pytestmark = pytest.mark.django_db


def make_report(article: Article | None = None, **columns: Any) -> ErrorReport:
    columns = {"passage": "Сорок вёрст", "reported_at": clock.now(), **columns}
    return ErrorReport.objects.create(article=article or make_article(), **columns)


def test_an_editor_settles_what_a_reader_reported() -> None:
    report = make_report(note="Метров <b>сорок</b>")
    editor = member("editor")
    client = logged_in(editor)
    assert list(panels(client)["reports"].rows) == [report]
    page = client.get(reverse("error_reports")).content.decode()
    assert "Сорок вёрст" in page
    assert "Метров &lt;b&gt;сорок" in page
    client.post(reverse("error_report_done", args=[report.pk]))
    report.refresh_from_db()
    assert (report.state, report.done_by) == ("done", editor)
    assert "reports" not in panels(client)
    assert "Сорок вёрст" not in client.get(reverse("error_reports")).content.decode()
    done = client.get(reverse("error_reports") + "?state=done").content.decode()
    assert "Сорок вёрст" in done
    client = logged_in(member("administrator"))
    client.post(reverse("error_report_done", args=[report.pk]))
    report.refresh_from_db()
    assert report.done_by == editor


def test_a_reporter_sees_them_and_settles_none() -> None:
    report = make_report()
    under = make_article("Под эмбарго", embargo_until=clock.now() + timedelta(hours=1))
    make_report(under, passage="Секрет")
    client = logged_in(member("reporter"))
    page = client.get(reverse("error_reports")).content.decode()
    done = reverse("error_report_done", args=[report.pk])
    assert "Сорок вёрст" in page
    assert "Секрет" not in page
    assert done not in page
    assert client.post(done).status_code == 403
    report.refresh_from_db()
    assert report.state == "open"


def test_they_are_forgotten_after_ninety_days() -> None:
    now = clock.now()
    old = make_report(reported_at=now - timedelta(days=90, seconds=1), sender="a")
    kept = make_report(reported_at=now - timedelta(days=89), sender="b")
    fresh = make_report(sender="c")
    assert forget_error_reports.call() == 1
    assert not ErrorReport.objects.filter(pk=old.pk).exists()
    kept.refresh_from_db()
    fresh.refresh_from_db()
    assert (kept.sender, fresh.sender) == ("", "c")
