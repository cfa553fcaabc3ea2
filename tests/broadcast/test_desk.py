"""The scheduler's desk: tomorrow's day from a pasted list, a file, a copy; nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from serai.broadcast.models import BatchState, ScheduleBatch, ScheduleEvent
from serai.core import clock
from tests.accounts.members import member
from tests.broadcast.test_import_schedule import DAY
from tests.builders import make_channel, make_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client: Client) -> Client:
    make_channel()
    client.force_login(member("scheduler"))
    return client


def bring_in(desk: Client, **fields: Any) -> Any:
    form = desk.get(reverse("schedule_import")).context["form"]
    told = {
        "channel": form.fields["channel"].initial.pk,
        "day": form.fields["day"].initial.isoformat(),
    }
    return desk.post(reverse("schedule_import"), {**told, **fields}, follow=True)


def test_tomorrow_from_a_pasted_list_in_three_requests(desk: Client) -> None:
    preview = bring_in(desk, text=DAY + "непонятная строка")
    page = preview.content.decode()
    batch = ScheduleBatch.objects.get()
    assert preview.redirect_chain[-1][0] == reverse("schedule_batch", args=[batch.pk])
    assert "Весна" in page
    assert "12+" in page
    # A row that became no show is told, and counted.
    assert "строка 9: " in page
    assert "непонятная строка" in page
    assert "Строк пропущено: 1." in page
    assert not ScheduleEvent.objects.exists()
    done = desk.post(reverse("schedule_publish", args=[batch.pk]), follow=True)
    assert "8 изменений" in done.content.decode()
    tomorrow = make_channel().broadcast_day(clock.now()) + timedelta(days=1)
    assert set(ScheduleEvent.objects.values_list("broadcast_on", flat=True)) == {tomorrow}
    assert ScheduleBatch.objects.get().made_by is not None


def test_a_file_shows_what_it_changes_and_can_be_refused(desk: Client) -> None:
    bring_in(desk, text=DAY)
    desk.post(reverse("schedule_publish", args=[ScheduleBatch.objects.get().pk]))
    text = DAY.replace("Концерт", "Балет").replace("Утро 6+", "Утро 12+")
    file = SimpleUploadedFile("tomorrow.txt", text.encode("cp1251"))
    page = bring_in(desk, file=file).content.decode()
    for state in ("added", "changed", "removed"):
        assert f"desk-change-{state}" in page
    draft = ScheduleBatch.objects.get(state=BatchState.DRAFT)
    assert draft.source == "tomorrow.txt"
    desk.post(reverse("schedule_reject", args=[draft.pk]))
    assert ScheduleEvent.objects.filter(raw_title="Концерт").exists()
    assert not ScheduleBatch.objects.filter(state=BatchState.DRAFT).exists()


def test_what_would_take_most_of_a_day_needs_a_tick(desk: Client) -> None:
    bring_in(desk, text=DAY)
    desk.post(reverse("schedule_publish", args=[ScheduleBatch.objects.get().pk]))
    bring_in(desk, text="06:00 Другое\n23:30 Совсем другое")
    draft = ScheduleBatch.objects.get(state=BatchState.DRAFT)
    address = reverse("schedule_publish", args=[draft.pk])
    desk.post(address)
    assert ScheduleEvent.objects.count() == 8
    desk.post(address, {"confirm": "1"})
    assert ScheduleEvent.objects.count() == 2


def test_bad_input_is_told_and_loses_nothing(desk: Client) -> None:
    page = bring_in(desk, text="совсем не список")
    assert page.status_code == 200
    assert "совсем не список" in page.content.decode()
    assert page.context["form"].errors
    assert bring_in(desk).context["form"].errors
    assert bring_in(desk, file=SimpleUploadedFile("a.xlsx", b"PK\x03\x04x")).context["form"].errors
    assert not ScheduleBatch.objects.exists()


def test_a_day_is_copied(desk: Client) -> None:
    bring_in(desk, text=DAY)
    desk.post(reverse("schedule_publish", args=[ScheduleBatch.objects.get().pk]))
    first = ScheduleEvent.objects.earliest("starts_at").broadcast_on
    to = first + timedelta(days=7)
    form = {
        "channel": make_channel().pk,
        "first": first.isoformat(),
        "to": to.isoformat(),
        "days": 1,
    }
    page = desk.post(reverse("schedule_copy"), form, follow=True)
    assert "Весна" in page.content.decode()
    draft = ScheduleBatch.objects.get(state=BatchState.DRAFT)
    desk.post(reverse("schedule_publish", args=[draft.pk]))
    assert ScheduleEvent.objects.filter(broadcast_on=to).count() == 8


def test_an_airing_that_runs_into_another_is_told(desk: Client) -> None:
    first = make_event("Утро", starts_at=clock.now() + timedelta(hours=1), minutes=60)
    event = make_event("Ночь", starts_at=clock.now() + timedelta(hours=3), minutes=60)
    address = reverse("wagtailsnippets_broadcast_scheduleevent:edit", args=[event.pk])
    start = timezone.localtime(first.starts_at + timedelta(minutes=30))
    form = {
        "channel": event.channel_id, "programme": event.programme_id,
        "starts_at": f"{start:%Y-%m-%d %H:%M}",
        "ends_at": f"{start + timedelta(hours=1):%Y-%m-%d %H:%M}",
        "age_rating": "", "season": "", "episode": "",
    }  # fmt: skip
    answer = desk.post(address, form, follow=True)
    assert not (answer.context.get("form") and answer.context["form"].errors)
    page = answer.content.decode()
    assert "Накладывается на «Утро»" in page


@pytest.mark.parametrize("role", ["reporter", "editor", "administrator", "scheduler"])
def test_only_those_who_edit_the_guide_come_in(role: str, client: Client) -> None:
    from serai.accounts.policy import EDIT_GUIDE, may

    someone = member(role)
    client.force_login(someone)
    answer = client.get(reverse("schedule_import"))
    assert (answer.status_code == 200) == may(someone, EDIT_GUIDE)
