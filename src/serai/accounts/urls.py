"""Addresses of accounts under /newsroom/. The second factor's stand before Wagtail's own check."""

from django.urls import path

from serai.accounts import views

#: For who has given a password only; the views check that themselves.
half_open = [
    path("second-factor/", views.code, name="second_factor"),
    path("second-factor/set-up/", views.setup, name="second_factor_setup"),
]

urlpatterns = [
    path("accounts/", views.accounts, name="accounts_list"),
    path("accounts/new/", views.add, name="accounts_add"),
    path("accounts/<int:pk>/", views.edit, name="accounts_edit"),
    path("accounts/<int:pk>/password/", views.password, name="accounts_password"),
    path("accounts/<int:pk>/second-factor/", views.factor, name="accounts_factor"),
    path("audit/", views.audit, name="accounts_audit"),
]
