"""Django app of this package."""

from django.apps import AppConfig


class AccountsApp(AppConfig):
    name = "serai.accounts"
    label = "accounts"
    verbose_name = "Accounts"
