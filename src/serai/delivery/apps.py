"""Django app of this package."""

from django.apps import AppConfig


class DeliveryApp(AppConfig):
    name = "serai.delivery"
    label = "delivery"
    verbose_name = "Delivery"

    def ready(self) -> None:
        from serai.delivery.delivered import register_signal_handlers

        register_signal_handlers()
