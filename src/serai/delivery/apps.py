"""Django app of this package."""

from django.apps import AppConfig


class DeliveryApp(AppConfig):
    name = "serai.delivery"
    label = "delivery"
    verbose_name = "Delivery"
