"""The newsroom's own addresses, mounted under /newsroom/ by a hook of Wagtail."""

from django.urls import path

from serai.editorial import choosers, views

urlpatterns = [
    path("choose-link/", choosers.LinkView.as_view(), name="link_chooser"),
    path("articles/<int:pk>/<slug:name>/", views.verb, name="article_verb"),
    path("reported-errors/", views.error_reports, name="error_reports"),
    path("reported-errors/<int:pk>/done/", views.error_report_done, name="error_report_done"),
    path("due/<int:pk>/<slug:name>/", views.change, name="due_change"),
]
