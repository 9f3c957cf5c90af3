from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lighed", "0006_incidents_retention_processes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="receivedevent",
            name="event_id",
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name="receivedrightsevent",
            name="event_id",
            field=models.CharField(max_length=80),
        ),
        migrations.AddConstraint(
            model_name="receivedevent",
            constraint=models.UniqueConstraint(fields=("municipality", "event_id"), name="one_event_per_id"),
        ),
        migrations.AddConstraint(
            model_name="receivedrightsevent",
            constraint=models.UniqueConstraint(fields=("municipality", "event_id"), name="one_rights_event_per_id"),
        ),
    ]
