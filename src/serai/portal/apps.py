"""Django app of this package."""

from django.apps import AppConfig


class PortalApp(AppConfig):
    name = "serai.portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from serai.editorial.models import Article, Front, StandingPage, Storyline
        from serai.portal.views import site

        Article.render_preview = staticmethod(site.preview_article)
        Front.render_preview = staticmethod(site.preview_front)
        StandingPage.render_preview = staticmethod(site.preview_standing)
        Storyline.render_preview = staticmethod(site.preview_storyline)
