from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0031_papers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contactcourse',
            name='worklist_deadline',
        ),
        migrations.RemoveIndex(
            model_name='contactcourse',
            name='worklist_filters',
        ),
        migrations.AddIndex(
            model_name='contactcourse',
            index=models.Index(fields=['municipality', 'deadline_on', 'registered_on', 'key', 'state', 'handed_over_on', 'reached', 'level', 'estimate_state', 'n_planned', 'n_missing', 'is_exempt', 'team', 'caseworker_id', 'person', 'current_estimate'], name='worklist_filters'),
        ),
    ]
