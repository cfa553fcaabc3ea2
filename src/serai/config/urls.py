"""Addresses: the newsroom under /newsroom/, everything else is the portal's."""

from django.urls import include, path

from serai.config.newsroom import newsroom_urls
from serai.portal import urls as portal_urls

urlpatterns = [
    path("newsroom/", include(newsroom_urls())),
    path("", include(portal_urls)),
]

handler404 = "serai.portal.views.site.page_not_found"
handler500 = "serai.portal.views.site.server_error"
