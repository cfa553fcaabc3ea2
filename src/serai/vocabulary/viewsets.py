"""How the newsroom lists and edits the vocabulary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from serai.accounts.guarding import Guarded
from serai.core.lists import NamedList
from serai.vocabulary.choosers import NameChooser
from serai.vocabulary.models import City, Country, Organisation, Person, Topic


class CountryViewSet(Guarded, SnippetViewSet):
    model = Country
    icon = "globe"
    menu_label = _("Countries")
    index_view_class = NamedList
    list_display = ("__str__", "code", "region", "order", "slug")
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


class CityViewSet(Guarded, SnippetViewSet):
    model = City
    icon = "site"
    menu_label = _("Cities")
    index_view_class = NamedList
    list_per_page = 60
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


class PersonViewSet(Guarded, SnippetViewSet):
    model = Person
    chooser_viewset_class = NameChooser
    icon = "user"
    menu_label = _("People")
    index_view_class = NamedList
    list_per_page = 60
    list_display = ("__str__", "country", "slug")
    panels = (InlinePanel("names", label=_("name")), FieldPanel("slug"), FieldPanel("country"))


class OrganisationViewSet(Guarded, SnippetViewSet):
    model = Organisation
    chooser_viewset_class = NameChooser
    icon = "group"
    menu_label = _("Organisations")
    index_view_class = NamedList
    list_per_page = 60
    list_display = ("__str__", "kind", "country", "url")
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("country"),
        FieldPanel("url"),
    )


class TopicViewSet(Guarded, SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    index_view_class = NamedList
    list_per_page = 60
    list_display = ("__str__", "code", "slug")
    panels = (InlinePanel("names", label=_("name")), FieldPanel("slug"))


class VocabularyGroup(SnippetViewSetGroup):
    items = (CountryViewSet, CityViewSet, PersonViewSet, OrganisationViewSet, TopicViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "globe"
    menu_order = 300
