"""How the newsroom lists and edits the vocabulary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from serai.vocabulary.models import City, Country, Organisation, Person, Topic


class CountryViewSet(SnippetViewSet):
    model = Country
    icon = "globe"
    menu_label = _("Countries")
    list_display = ("__str__", "code", "region", "order")
    list_filter = ("region",)
    list_per_page = 60
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("region"),
        FieldPanel("order"),
        FieldPanel("area_km2"),
        FieldPanel("population"),
        FieldPanel("population_year"),
        FieldPanel("currency_code"),
        FieldPanel("facts_source"),
    )


class CityViewSet(SnippetViewSet):
    model = City
    icon = "site"
    menu_label = _("Cities")
    list_display = ("__str__", "country", "is_capital", "zone")
    list_filter = ("is_capital",)
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("country"),
        FieldPanel("is_capital"),
        FieldPanel("latitude"),
        FieldPanel("longitude"),
        FieldPanel("zone"),
    )


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    list_display = ("__str__", "country")
    panels = (InlinePanel("names", label=_("name")), FieldPanel("slug"), FieldPanel("country"))


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ("__str__", "kind", "country")
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("country"),
        FieldPanel("url"),
    )


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ("__str__", "code")
    panels = (InlinePanel("names", label=_("name")), FieldPanel("slug"))


class VocabularyGroup(SnippetViewSetGroup):
    items = (CountryViewSet, CityViewSet, PersonViewSet, OrganisationViewSet, TopicViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "globe"
    menu_order = 300
