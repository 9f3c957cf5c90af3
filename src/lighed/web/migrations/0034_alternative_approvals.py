import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0033_what_ends_with_a_course'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlternativeApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=500)),
                ('approved_by', models.CharField(max_length=120)),
                ('approved_at', models.DateTimeField()),
                ('withdrawn_by', models.CharField(blank=True, max_length=120)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alternative_approvals', to='lighed.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('municipality', 'element'), name='alternative_approved_once')],
            },
        ),
    ]
