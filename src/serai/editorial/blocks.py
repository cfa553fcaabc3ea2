"""Blocks of an article's body, and links to our own articles in it.

Text is typed; there is no block of raw HTML.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from serai.accounts.guarding import ChooserField
from serai.core.limits import limit
from serai.core.videos import video_at

INLINE = ["bold", "link"]
_ARTICLE: Final = re.compile(r"/[a-z]{2}/news/([1-9][0-9]{0,17})(?:-[-a-z0-9_]*)?/?(?:[?#].*)?")


def own_path(url: str) -> str:
    """The path of an address of this portal, absolute or not; empty for any other."""
    url = url.strip()
    if url.startswith("/"):
        return "" if url.startswith("//") else url
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.username or host not in _own_hosts():
        return ""
    return (parts.path or "/") + url[len(url.split("?")[0].split("#")[0]) :]


def linked_article(url: str) -> int | None:
    """Key of the article that an address of this portal leads to: the link's kind and target."""
    found = _ARTICLE.fullmatch(own_path(url))
    return int(found[1]) if found else None


def pictures_in(raw: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Keys of the pictures that stored blocks name: single ones, galleries, posters."""
    for block in raw:
        value = block["value"]
        if block["type"] == "image":
            named = [value.get("image")]
        elif block["type"] == "gallery":
            # Items of a list may be wrapped in their own block.
            named = [item.get("value", item).get("image") for item in value]
        elif block["type"] == "video":
            named = [value.get("poster")]
        else:
            continue
        yield from (key for key in named if isinstance(key, int))


def says_whose(block: Mapping[str, Any]) -> bool:
    """Whether the block itself has a credit line: a video's stands for its poster."""
    return block["type"] == "video" and bool((block["value"].get("credit") or "").strip())


def _own_hosts() -> set[str | None]:
    return {urlsplit(settings.PUBLIC_ADDRESS).hostname, *settings.ALLOWED_HOSTS}


class ChooserBlock(SnippetChooserBlock):
    """Wagtail's, with our field; migrations know it by Wagtail's name."""

    @cached_property
    def widget(self) -> ChooserField:
        return ChooserField(self.target_model, icon=self.target_model.snippet_viewset.icon)

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args, kwargs


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what it shows"), required=False, max_length=255)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("picture")


class VideoBlock(blocks.StructBlock):
    """A video at a provider. Nothing of the provider's is loaded before a reader asks for it."""

    address = blocks.CharBlock(
        label=_("address"), max_length=500, help_text=_("on YouTube, Rutube or VK Video")
    )
    title = blocks.CharBlock(label=_("title"), max_length=200)
    poster = ImageChooserBlock(label=_("our own still picture"), required=False)
    credit = blocks.CharBlock(label=_("credit"), required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if video_at(cleaned["address"]) is None:
            said = _("This is not the address of a video on YouTube, Rutube or VK Video.")
            raise StructBlockValidationError(block_errors={"address": ValidationError(said)})
        return cleaned

    class Meta:
        icon = "media"
        label = _("video")


class QuoteBlock(blocks.StructBlock):
    """What somebody said, without outer quotation marks, and who said it how, when and where."""

    text = blocks.TextBlock(label=_("words"), max_length=2000, rows=3)
    speaker = ChooserBlock("vocabulary.Person", label=_("person"), required=False)
    organisation = ChooserBlock("vocabulary.Organisation", label=_("organisation"), required=False)
    speaker_name = blocks.CharBlock(label=_("speaker as printed"), required=False, max_length=200)
    role = blocks.CharBlock(label=_("role"), required=False, max_length=200)
    cue = blocks.CharBlock(
        label=_("cue"), required=False, max_length=60, help_text=_("says, notes, recalls")
    )
    said_on = blocks.DateBlock(label=_("said on"), required=False)
    source = blocks.CharBlock(label=_("said where"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("quote")


class BackgroundBlock(blocks.StructBlock):
    """What happened before: the paragraph that recalls the running story."""

    text = blocks.TextBlock(label=_("text"), max_length=3000, rows=4)

    class Meta:
        icon = "history"
        label = _("background")


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(max_length=400), label=_("facts"))

    class Meta:
        icon = "list-ul"
        label = _("fact box")


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    columns = blocks.ListBlock(blocks.CharBlock(max_length=120), label=_("columns"))
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False, max_length=300)), label=_("rows")
    )

    class Meta:
        icon = "table"
        label = _("table")


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(label=_("paragraph"), features=INLINE, icon="pilcrow")
    heading = blocks.CharBlock(label=_("heading"), max_length=150, icon="title")
    image = ImageBlock()
    gallery = blocks.ListBlock(
        ImageBlock(),
        label=_("gallery"),
        icon="duplicate",
        max_num=limit("gallery_pictures"),
    )
    video = VideoBlock()
    quote = QuoteBlock()
    background = BackgroundBlock()
    fact_box = FactBoxBlock()
    table = TableBlock()
    related = blocks.ListBlock(
        ChooserBlock("editorial.Article"), label=_("related articles"), icon="link"
    )
