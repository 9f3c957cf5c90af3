"""A role of the rules of two counts once another has confirmed it; one user name in any case is one user."""

from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Lower


def refuse_spellings(apps: Any, schema_editor: Any) -> None:
    """Two users of one name in two spellings could be one person who is two: somebody has to say which one stays."""
    taken: dict[str, list[str]] = {}
    for name in apps.get_model("lighed", "User").objects.order_by("pk").values_list("username", flat=True):
        taken.setdefault(name.lower(), []).append(name)
    if twice := [", ".join(names) for names in taken.values() if len(names) > 1]:
        raise RuntimeError(
            "User names that differ in upper and lower case only are one name: "
            + "; ".join(twice)
            + ". Nothing was changed. Go back to the former release and give one of each another user name."
        )


def count_as_confirmed(apps: Any, schema_editor: Any) -> None:
    """Roles from before it took two go on, and say so."""
    given = apps.get_model("lighed", "RoleAssignment").objects.filter(confirmed_at=None)
    given.update(confirmed_at=F("given_at"), confirmed_by="before it took two")


class Migration(migrations.Migration):
    dependencies = [("lighed", "0011_versions_from_before_approval")]
    operations = [
        migrations.AddField("roleassignment", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField("roleassignment", "confirmed_by", models.CharField(blank=True, max_length=120)),
        migrations.AddField("user", "reset_at", models.DateTimeField(null=True)),
        migrations.AddField("user", "reset_by", models.CharField(blank=True, max_length=120)),
        migrations.RunPython(refuse_spellings, migrations.RunPython.noop),
        migrations.AddConstraint("user", models.UniqueConstraint(Lower("username"), name="one_user_name_in_any_case")),
        migrations.RunPython(count_as_confirmed, migrations.RunPython.noop),
    ]
