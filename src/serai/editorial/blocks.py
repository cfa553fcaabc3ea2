"""Blocks of an article's body. Text is typed; there is no block of raw HTML."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

INLINE = ["bold", "link"]


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what it shows"), required=False, max_length=255)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("picture")


class QuoteBlock(blocks.StructBlock):
    """What somebody said, without outer quotation marks, and who said it how, when and where."""

    text = blocks.TextBlock(label=_("words"), max_length=2000, rows=3)
    speaker = SnippetChooserBlock("vocabulary.Person", label=_("person"), required=False)
    organisation = SnippetChooserBlock(
        "vocabulary.Organisation", label=_("organisation"), required=False
    )
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
    quote = QuoteBlock()
    background = BackgroundBlock()
    fact_box = FactBoxBlock()
    table = TableBlock()
    related = blocks.ListBlock(
        SnippetChooserBlock("editorial.Article"), label=_("related articles"), icon="link"
    )
