import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lighed", "0008_audit_chain"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sees_protected_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="password_is_temporary",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="municipality",
            name="authority_term",
            field=models.CharField(
                choices=[
                    ("municipality", "the municipality"),
                    ("employment_centre", "the employment centre"),
                    ("job_centre", "the job centre"),
                ],
                default="municipality",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="needs_introduction",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="TrainingRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=120)),
                ("taken_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("recorded_by", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="training",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
