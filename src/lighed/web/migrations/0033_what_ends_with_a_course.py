from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0032_worklist_in_its_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='ended_with_course',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='task',
            name='ended_with_course',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='plan',
            name='state',
            field=models.CharField(choices=[('in_force', 'In force'), ('replaced', 'Replaced'), ('undone', 'Undone'), ('fell_away', 'Fell away when the course ended')], default='in_force', max_length=10),
        ),
    ]
