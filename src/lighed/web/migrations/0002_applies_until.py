"""Estimates made before have their last day worked out from what is stored with them."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models


def work_out(apps: Any, schema_editor: Any) -> None:
    estimates = apps.get_model("lighed", "StoredEstimate").objects.exclude(band="").select_related("course")
    for estimate in estimates.iterator():
        weeks = estimate.result["estimate"]["basis"]["threshold_weeks"]
        estimate.applies_until = estimate.course.registered_on + timedelta(weeks=weeks)
        estimate.save(update_fields=["applies_until"])


class Migration(migrations.Migration):
    dependencies = [("lighed", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedestimate",
            name="applies_until",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(work_out, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="contactcourse",
            name="estimate_state",
            field=models.CharField(
                choices=[
                    ("ready", "Estimate ready"),
                    ("cannot_be_assessed", "Cannot be assessed"),
                    ("already_long", "Already long"),
                    ("out_of_date", "Out of date"),
                    ("not_permitted", "No legal basis"),
                    ("not_profiled", "Not profiled"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="contactcourse",
            name="state",
            field=models.CharField(
                choices=[
                    ("with_fund", "With the fund"),
                    ("handed_over", "With the municipality"),
                    ("ended", "Ended"),
                ],
                max_length=20,
            ),
        ),
    ]
