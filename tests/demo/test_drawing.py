"""The drawn scenes: shape, colours, and that a name always gives the same picture."""

import hashlib

import pytest

from serai.demo.drawing import SCENES, draw
from serai.demo.drawing.canvas import Canvas, mix, outline, through, trace


def fingerprint(name: str, width: int = 240) -> str:
    return hashlib.sha256(draw(name, width).tobytes()).hexdigest()


def test_there_are_twenty_four_different_scenes() -> None:
    assert len(SCENES) == len(set(SCENES)) == 24
    assert len({fingerprint(name) for name in SCENES}) == 24


@pytest.mark.parametrize("name", SCENES)
def test_scene_is_three_by_two_in_rgb(name: str) -> None:
    picture = draw(name, 300)
    assert picture.size == (300, 200)
    assert picture.mode == "RGB"


@pytest.mark.parametrize("name", SCENES)
def test_scene_is_the_same_every_time(name: str) -> None:
    assert fingerprint(name) == fingerprint(name)


@pytest.mark.parametrize("name", SCENES)
def test_scene_is_not_flat(name: str) -> None:
    picture = draw(name, 300)
    colours = picture.getcolors(300 * 200)
    assert colours is not None
    assert len(colours) > 250
    assert max(count for count, _ in colours) < 300 * 200 * 0.5
    shades = picture.convert("L").tobytes()
    assert max(shades) - min(shades) > 100


def test_default_width_suits_the_front_page() -> None:
    assert draw("caravan").size == (1800, 1200)


def test_unknown_scene_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="saxaul"):
        draw("submarine")


def test_mix_walks_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#ffffff", 0.0) == (0, 0, 0)
    assert mix("#000000", (200, 100, 50), 0.5) == (100, 50, 25)
    assert mix("#000000", "#ffffff", 1.0) == (255, 255, 255)


def test_skyline_passes_its_points_and_does_not_overshoot() -> None:
    line = through([(0, 100), (400, 300), (900, 200), (1500, 250)])
    assert [line(x) for x in (0, 400, 900, 1500)] == [100, 300, 200, 250]
    assert all(99.9 <= y <= 300.1 for _, y in trace(line))


def test_outline_keeps_the_given_points() -> None:
    corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    smooth = outline(corners)
    assert len(smooth) == 4 * 8
    assert set(corners) <= set(smooth)
    assert outline(corners, closed=False)[-1] == (0.0, 10.0)


def test_shape_edges_are_smooth_after_reduction() -> None:
    canvas = Canvas(150, "#000000")
    canvas.disc(750, 500, 300, "#ffffff")
    colours = canvas.finished().getcolors(150 * 100)
    assert colours is not None
    assert len(colours) > 5


def test_paint_stays_inside_its_shape() -> None:
    canvas = Canvas(150, "#000000")
    canvas.inside(
        lambda page: page.rect(0, 0, 750, 1000, "#ffffff"),
        lambda page: page.rect(0, 0, 1500, 1000, "#ff0000"),
    )
    picture = canvas.finished()
    assert picture.getpixel((20, 50)) == (255, 0, 0)
    assert picture.getpixel((130, 50)) == (0, 0, 0)
