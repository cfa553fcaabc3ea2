"""Rules of the tables, read from the models themselves."""

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import DraftStateMixin

from tests.architecture.rules import FLOOR


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("serai.")]


def upward_relations(found: list[type[models.Model]]) -> list[str]:
    """Relations that point to a higher floor or to a sibling."""
    wrong = []
    for model in found:
        home = model._meta.app_label
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if not isinstance(target, type) or not target.__module__.startswith("serai."):
                continue
            other = target._meta.app_label
            if other != home and FLOOR[other] >= FLOOR[home]:
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    return wrong


def plain_many_to_many(found: list[type[models.Model]]) -> list[str]:
    """On a draft-state model a plain many-to-many is silently not saved by draft or publish."""
    return [
        f"{model.__name__}.{field.name}"
        for model in found
        if issubclass(model, DraftStateMixin)
        for field in model._meta.many_to_many
        if not isinstance(field, ParentalManyToManyField) and field.name != "tags"
    ]


def test_relations_point_down() -> None:
    assert upward_relations(our_models()) == []


def test_many_to_many_of_stories_are_parental() -> None:
    assert plain_many_to_many(our_models()) == []


def test_an_upward_relation_is_caught() -> None:
    class Upward(models.Model):
        article = models.ForeignKey("editorial.Article", on_delete=models.CASCADE)

        class Meta:
            app_label = "media"
            managed = False

    try:
        assert upward_relations([Upward]) == ["Upward.article -> Article"]
    finally:
        del apps.all_models["media"]["upward"]
        apps.clear_cache()


def test_a_plain_many_to_many_is_caught() -> None:
    class Loose(DraftStateMixin, models.Model):  # type: ignore[misc]
        countries = models.ManyToManyField("vocabulary.Country")

        class Meta:
            app_label = "editorial"
            managed = False

    try:
        assert plain_many_to_many([Loose]) == ["Loose.countries"]
    finally:
        del apps.all_models["editorial"]["loose"]
        apps.all_models["editorial"].pop("loose_countries", None)
        apps.clear_cache()
