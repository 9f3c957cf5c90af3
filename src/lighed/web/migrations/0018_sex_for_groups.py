from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lighed", "0017_bulk_plans_in_two_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="sex",
            field=models.CharField(blank=True, max_length=10),
        ),
    ]
