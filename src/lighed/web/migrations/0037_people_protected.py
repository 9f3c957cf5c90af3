from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0036_frozen_accounts_and_figures'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('has_protected_address', True)), fields=['municipality'], name='people_protected'),
        ),
    ]
