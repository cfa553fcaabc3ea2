"""The newsroom's addresses: Wagtail's admin without the doors that Serai does not use.

Page trees, the admin API, documents and in-process picture upload answer 404; their names stay, so
that Wagtail's own templates can still write links.
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from wagtail.admin import urls as admin_urls

#: Beginnings of addresses that are closed.
CLOSED = (
    "pages/",
    "api/",
    "failwhale/",
    "test404/",
    "sites/",
    "collections/",
    "documents/",
    "images/add",
    "images/multiple/",
    "images/chooser/create",
    "reports/aging-pages/",
    "reports/page-types-usage/",
)


def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A door that exists by name only."""
    raise Http404


def newsroom_urls() -> list[Any]:
    """Wagtail's admin patterns, the closed ones answering 404."""
    return list(_filtered(admin_urls.urlpatterns, ""))


def _filtered(patterns: Iterable[Any], prefix: str) -> Iterable[Any]:
    for pattern in patterns:
        route = (prefix + str(pattern.pattern)).replace("^", "")
        if isinstance(pattern, URLResolver):
            yield URLResolver(
                pattern.pattern,
                list(_filtered(pattern.url_patterns, route)),
                pattern.default_kwargs,
                pattern.app_name,
                pattern.namespace,
            )
        elif route.startswith(CLOSED):
            yield URLPattern(pattern.pattern, closed, pattern.default_args, pattern.name)
        else:
            yield pattern
