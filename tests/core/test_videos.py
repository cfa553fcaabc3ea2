"""Addresses of videos as people paste them, and what is no video."""

import pytest

from serai.core.videos import PLAYER_HOSTS, video_at

TUBE, HEX = "aB3_-dEfGhI", "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        (f"https://www.youtube.com/watch?v={TUBE}&t=10s", f"https://www.youtube.com/watch?v={TUBE}"),
        (f"https://m.youtube.com/watch?v={TUBE}", f"https://www.youtube.com/watch?v={TUBE}"),
        (f" https://youtu.be/{TUBE}?si=x ", f"https://www.youtube.com/watch?v={TUBE}"),
        (f"youtu.be/{TUBE}", f"https://www.youtube.com/watch?v={TUBE}"),
        (f"https://youtube.com/shorts/{TUBE}", f"https://www.youtube.com/watch?v={TUBE}"),
        (f"https://www.youtube.com/live/{TUBE}", f"https://www.youtube.com/watch?v={TUBE}"),
        (f"https://rutube.ru/video/{HEX}/?r=a", f"https://rutube.ru/video/{HEX}/"),
        (f"https://rutube.ru/play/embed/{HEX}", f"https://rutube.ru/video/{HEX}/"),
        ("https://vk.com/video-22_45", "https://vkvideo.ru/video-22_45"),
        ("https://vk.com/videos-22?z=video-22_45%2Fclub22", "https://vkvideo.ru/video-22_45"),
        ("https://vkvideo.ru/playlist/-22_1/video-22_45", "https://vkvideo.ru/video-22_45"),
        ("https://vk.com/video_ext.php?oid=-22&id=45&hash=f", "https://vkvideo.ru/video-22_45"),
    ],
)  # fmt: skip
def test_a_known_address_is_the_video_at_its_provider(typed: str, page: str) -> None:
    found = video_at(typed)
    assert found is not None
    assert found.page == page
    assert found.player.startswith(tuple(f"{host}/" for host in PLAYER_HOSTS))


@pytest.mark.parametrize(
    "typed",
    [
        "", "https://example.org/watch?v=aB3_-dEfGhI", "https://youtube.com/", "youtu.be/short",
        f"https://youtube.com.example.org/watch?v={TUBE}", f"javascript://youtu.be/{TUBE}",
        f"https://youtube.com@example.org/watch?v={TUBE}", f"https://user@youtu.be/{TUBE}",
        f"https://youtu.be/{TUBE}%22onload=x", f"https://rutube.ru/video/{HEX}0/",
        "https://vk.com/video-22", "https://vk.com/video_ext.php?oid=-22&id=x",
        "https://vk.com/video_ext.php?oid=-22&id=-4", "https://[youtu.be/x",
        f"https://youtu.be/{TUBE}/1",
    ],
)  # fmt: skip
def test_anything_else_is_none(typed: str) -> None:
    assert video_at(typed) is None
