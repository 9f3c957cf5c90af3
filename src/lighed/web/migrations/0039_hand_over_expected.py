from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0038_lighter_worklist'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contactcourse',
            name='worklist_filters',
        ),
        migrations.AddField(
            model_name='contactcourse',
            name='hand_over_expected_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('data_changed', 'Data have been changed'), ('data_corrected', 'Data have been corrected'), ('out_of_date', 'The estimate is out of date'), ('estimated_again', 'The estimate has been made again'), ('handed_over', 'Handed over to the municipality'), ('assigned', 'The person has a new caseworker'), ('own_words', 'The person has written'), ('question', 'A colleague asks'), ('answer', 'A colleague has answered'), ('flag_answered', 'An expert has answered'), ('not_planned', 'Could not be planned with the others'), ('correction', 'The person says that something is wrong'), ('request', 'A request to answer'), ('callback', 'The person wants to be called')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='contactcourse',
            index=models.Index(fields=['municipality', 'deadline_on', 'registered_on', 'key', 'state', 'handed_over_on', 'reached', 'level', 'estimate_state', 'n_planned', 'n_missing', 'is_exempt', 'team', 'caseworker_id', 'person', 'current_estimate', 'hand_over_expected_on'], name='worklist_filters'),
        ),
    ]
