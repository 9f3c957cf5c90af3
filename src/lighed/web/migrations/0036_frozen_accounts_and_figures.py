import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0035_attachments'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(choices=[('month', 'Month'), ('period', 'Period')], max_length=8)),
                ('first_day', models.DateField()),
                ('figures', models.JSONField()),
                ('frozen_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen_figures', to='lighed.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'span', 'first_day'), name='one_figure_per_span')],
            },
        ),
        migrations.CreateModel(
            name='YearlyAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('signed', models.JSONField()),
                ('signed_at', models.DateTimeField()),
                ('is_fictional', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='yearly_accounts', to='lighed.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'year', 'number'), name='one_account_per_number')],
            },
        ),
    ]
