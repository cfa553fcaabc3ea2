"""The scheduler's own addresses, mounted under /newsroom/ by a hook of Wagtail."""

from django.urls import path

from serai.broadcast import views

urlpatterns = [
    path("schedule/", views.schedule, name="schedule_import"),
    path("schedule/copy/", views.copy, name="schedule_copy"),
    path("schedule/<int:pk>/", views.batch, name="schedule_batch"),
    path("schedule/<int:pk>/publish/", views.publish, name="schedule_publish"),
    path("schedule/<int:pk>/reject/", views.reject, name="schedule_reject"),
]
