"""The Django application: its tables begin with ``lighed_``."""

from django.apps import AppConfig


class LighedConfig(AppConfig):
    name = "lighed.web"
    label = "lighed"
    verbose_name = "Lighed"
    default_auto_field = "django.db.models.BigAutoField"
