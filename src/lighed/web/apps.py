"""The Django application: its tables begin with ``lighed_``."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from lighed.web import audit_triggers, row_security


class LighedConfig(AppConfig):
    name = "lighed.web"
    label = "lighed"
    verbose_name = "Lighed"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Not before the models are there, which it asks.
        from lighed.web.log_in import recorded

        recorded.connect()
        connection_created.connect(row_security.on_new_connection)
        post_migrate.connect(row_security.keep_apart, sender=self)
        post_migrate.connect(audit_triggers.keep_up, sender=self)
