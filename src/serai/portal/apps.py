"""Django app of this package."""

from django.apps import AppConfig


class PortalApp(AppConfig):
    name = "serai.portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from serai.editorial.models import Article, Storyline
        from serai.portal import views

        Article.render_preview = staticmethod(views.preview_article)
        Storyline.render_preview = staticmethod(views.preview_storyline)
