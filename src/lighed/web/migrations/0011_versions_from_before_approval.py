"""Versions that were in operation before approval existed: known, and used again once somebody has approved them."""

from typing import Any

from django.db import migrations


def make_known(apps: Any, schema_editor: Any) -> None:
    """Each file that was ever in operation is known; nobody has approved it, so no municipality uses it."""
    versions = apps.get_model("lighed", "ModelVersion").objects
    for row in apps.get_model("lighed", "VersionInOperation").objects.order_by("put_into_operation_at", "id"):
        versions.get_or_create(
            sha256=row.sha256,
            defaults={
                "version": row.version,
                "path": row.path,
                "is_demo": row.is_demo,
                "added_at": row.put_into_operation_at,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("lighed", "0010_versions_are_approved")]
    operations = [
        migrations.RunPython(make_known, migrations.RunPython.noop),
        migrations.DeleteModel(name="VersionInOperation"),
    ]
