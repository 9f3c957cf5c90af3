from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lighed", "0039_hand_over_expected"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="elements",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="task",
            name="kind",
            field=models.CharField(
                choices=[
                    ("data_changed", "Data have been changed"),
                    ("data_corrected", "Data have been corrected"),
                    ("out_of_date", "The estimate is out of date"),
                    ("estimated_again", "The estimate has been made again"),
                    ("handed_over", "Handed over to the municipality"),
                    ("assigned", "The person has a new caseworker"),
                    ("own_words", "The person has written"),
                    ("question", "A colleague asks"),
                    ("answer", "A colleague has answered"),
                    ("flag_answered", "An expert has answered"),
                    ("not_planned", "Could not be planned with the others"),
                    ("correction", "The person says that something is wrong"),
                    ("request", "A request to answer"),
                    ("callback", "The person wants to be called"),
                    ("review_answered", "The person’s wish for a new assessment is answered"),
                ],
                max_length=20,
            ),
        ),
    ]
