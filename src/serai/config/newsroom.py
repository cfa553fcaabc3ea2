"""The newsroom's addresses: Wagtail's admin without the doors that Serai does not use.

Page trees, the admin API and documents answer 404; their names stay, so that Wagtail's own
templates can still write links.
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access

from serai.accounts import urls as accounts_urls
from serai.config.authority import guard, plug_policies, row_for
from serai.config.dashboard import dashboard
from serai.media.viewsets import PictureIndex

#: Beginnings of addresses that are closed.
CLOSED = (
    "pages/",
    "choose-page/",
    # One window of ours (editorial/choosers.py) takes every kind of link.
    "choose-external-link/",
    "choose-email-link/",
    "choose-phone-link/",
    "choose-anchor-link/",
    "api/",
    "failwhale/",
    "test404/",
    "sites/",
    "collections/",
    "documents/",
    "embeds/",
    "users/",
    "groups/",
    # Doors at which Wagtail would open foreign bytes itself, or scale to any size asked for.
    "images/multiple/create_from_uploaded_image/",
    "images/multiple/delete_upload/",
    "images/<int:image_id>/generate_url/",
    "images/<int:image_id>/preview/",
    "reports/aging-pages/",
    "reports/page-types-usage/",
)


#: Pages of ours that stand in the place of Wagtail's.
IN_PLACE = {
    "wagtailadmin_home": dashboard,
    "wagtailimages:index": require_admin_access(PictureIndex.as_view()),
    "wagtailimages:index_results": require_admin_access(PictureIndex.as_view(results_only=True)),
}


def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A door that exists by name only."""
    raise Http404


def newsroom_urls() -> list[Any]:
    """Wagtail's admin patterns: each behind its row of authority, the others answering 404."""
    plug_policies("media.image")
    return list(_filtered([*accounts_urls.half_open, *admin_urls.urlpatterns], "", ""))


def _filtered(patterns: Iterable[Any], prefix: str, space: str) -> Iterable[Any]:
    for pattern in patterns:
        route = (prefix + str(pattern.pattern)).replace("^", "")
        if isinstance(pattern, URLResolver):
            yield URLResolver(
                pattern.pattern,
                list(_filtered(pattern.url_patterns, route, _named(space, pattern.namespace))),
                pattern.default_kwargs,
                pattern.app_name,
                pattern.namespace,
            )
        else:
            name = _named(space, pattern.name)
            row = None if route.startswith(CLOSED) else row_for(name)
            callback = IN_PLACE.get(name, pattern.callback)
            view = closed if row is None else guard(callback, row)
            yield URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


def _named(space: str, name: str | None) -> str:
    return ":".join(part for part in (space, name) if part)
