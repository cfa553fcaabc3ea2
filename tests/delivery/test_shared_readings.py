"""A front made from readings of earlier pages is the one that would be made anew."""

from datetime import timedelta

import pytest

from serai.broadcast.models import Programme
from serai.core import clock
from serai.core.editions import locale_id
from serai.delivery.keeping import render
from serai.delivery.outbox import forget_old, invalidate, last_number
from serai.delivery.recording import depend_on, record
from serai.delivery.sharing import Readings, shared, sharing
from serai.editorial import actions
from serai.editorial.models import SiteIdentity
from serai.media.actions import refresh_renditions
from serai.media.models import Image
from serai.portal.selectors import addresses
from tests.builders import make_article, make_event, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_directory")]
HOME = addresses.home("ru")


@pytest.fixture
def readings() -> Readings:
    return Readings()


def front(readings: Readings) -> str:
    """The front after something that does not concern the readings, compared with a fresh one."""
    make_article("Другое")
    with sharing(readings):
        made = render(HOME, looking=True).body.decode()
    assert made == render(HOME, looking=True).body.decode()
    return made


def give_picture() -> None:
    programme = Programme.objects.get()
    programme.image = make_picture()
    programme.save()


def test_a_logo_that_is_cut_anew(readings: Readings) -> None:
    actions.make_fronts()
    site = SiteIdentity.objects.get(locale_id=locale_id("ru"))
    site.logo = make_picture()
    site.save()
    before = front(readings)
    image = Image.objects.get(pk=site.logo.pk)
    image.focal_point_x = image.focal_point_y = 100
    image.focal_point_width = image.focal_point_height = 10
    image.save()
    refresh_renditions(image=image)
    assert front(readings) != before


def test_a_programme_that_gets_its_picture(readings: Readings) -> None:
    make_event("Караван", starts_at=clock.now() + timedelta(hours=5))
    assert "Караван" not in front(readings)
    give_picture()
    assert "Караван" in front(readings)


def test_a_show_that_comes_near(readings: Readings) -> None:
    with clock.frozen(clock.now()) as hand:
        make_event("Караван", starts_at=clock.now() + timedelta(days=9))
        give_picture()
        assert "Караван" not in front(readings)
        hand.advance(2 * 86_400)
        assert "Караван" in front(readings)


def test_a_reading_that_is_older_than_what_is_remembered(readings: Readings) -> None:
    count = iter(range(1, 9))

    def read() -> int:
        depend_on("menu:1")
        return next(count)

    def page() -> int:
        with record(last_number()), sharing(readings):
            return shared("menu", read)

    with clock.frozen(clock.now()) as hand:
        invalidate({"article:1"})
        assert [page(), page()] == [1, 1]
        invalidate({"menu:1"})
        hand.advance(31 * 86_400)
        invalidate({"article:2"})
        forget_old()
        assert page() == 2
