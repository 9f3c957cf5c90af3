"""The audit log becomes a sealed chain per municipality, and the database refuses to change it."""

import secrets
from functools import partial
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models, transaction
from django.utils import timezone

from lighed.governance.audit_chain import BEGINNING, Entry, Head, Segment, link, pseudonym
from lighed.web import audit_anchors, audit_triggers


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Seal what was written before there was a chain, in the order of writing and marked as carried over.

    Nothing can tell whether those rows were changed before today; from today on they cannot be without a trace.
    """
    key = settings.LIGHED_AUDIT_KEY.encode()
    record, course = apps.get_model("lighed", "AuditRecord"), apps.get_model("lighed", "ContactCourse")
    chain, month = apps.get_model("lighed", "AuditChain"), apps.get_model("lighed", "AuditSegment")
    subject = apps.get_model("lighed", "AuditSubject")
    heads: dict[str, Head] = {}
    segments: list[Segment] = []
    for row in record.objects.order_by("id").iterator():
        code = row.municipality
        this_month = f"{timezone.localtime(row.at):%Y-%m}"
        head = heads.get(code) or Head(code, this_month, 1, 0, BEGINNING)
        if this_month > head.segment:
            segments.append(Segment(code, head.segment, head.first, head.number, head.hash, False).sealed(key))
            head = Head(code, this_month, head.number + 1, head.number, head.hash)
        if row.subject:
            found = course.objects.filter(key=row.subject).first()
            person = str(found.person_id) if found else row.subject
            made = secrets.token_hex(32)
            stands_for, _ = subject.objects.get_or_create(
                person_key=person,
                defaults={
                    "municipality": code,
                    "secret": made,
                    "pseudonym": pseudonym(key, secret=made, person=person),
                },
            )
            row.subject = stands_for.pseudonym
        by_program, by_token = row.actor.startswith("lighed "), row.actor.startswith("token ")
        row.actor_kind = "system" if by_program else "client" if by_token else "person"
        row.number, row.segment, row.flags = head.number + 1, head.segment, "carried_over"
        entry = Entry(**{name: getattr(row, name) for name in Entry.__slots__})
        sealed = link(key, entry, previous_hash=head.hash)
        row.previous_hash, row.hash = sealed.previous_hash, sealed.hash
        row.save()
        heads[code] = Head(code, head.segment, head.first, row.number, row.hash)
    for one in segments:
        values = {name: getattr(one, name) for name in Segment.__slots__}
        month.objects.create(**values, sealed_at=timezone.now())
    for head in heads.values():
        sealed_head = head.sealed(key)
        chain.objects.create(**{name: getattr(sealed_head, name) for name in Head.__slots__})
        transaction.on_commit(partial(audit_anchors.replace, sealed_head), using=schema_editor.connection.alias)


def put_up_triggers(apps: Any, schema_editor: Any) -> None:
    audit_triggers.put_up(schema_editor.connection)


def take_down_triggers(apps: Any, schema_editor: Any) -> None:
    audit_triggers.take_down(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('lighed', '0007_event_ids_per_municipality'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditChain',
            fields=[
                ('municipality', models.CharField(max_length=3, primary_key=True, serialize=False)),
                ('segment', models.CharField(max_length=7)),
                ('first', models.BigIntegerField(default=1)),
                ('number', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('dropped_number', models.BigIntegerField(default=0)),
                ('dropped_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('mac', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AuditSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('municipality', models.CharField(blank=True, max_length=3)),
                ('segment', models.CharField(max_length=7)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('closing_hash', models.CharField(max_length=64)),
                ('is_dropped', models.BooleanField(default=False)),
                ('mac', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('dropped_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditSubject',
            fields=[
                ('person_key', models.UUIDField(primary_key=True, serialize=False)),
                ('municipality', models.CharField(blank=True, max_length=3)),
                ('secret', models.CharField(max_length=64)),
                ('pseudonym', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='SpotCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('n_found', models.PositiveIntegerField()),
                ('drawn_by', models.CharField(max_length=80)),
                ('drawn_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SpotCheckItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
                ('actor', models.CharField(max_length=120)),
                ('justification', models.TextField(blank=True)),
                ('justified_by', models.CharField(blank=True, max_length=80)),
                ('justified_at', models.DateTimeField(null=True)),
                ('finding', models.CharField(choices=[('open', 'Open'), ('fine', 'Justified'), ('not_fine', 'Not justified')], default='open', max_length=8)),
                ('note', models.TextField(blank=True)),
                ('closed_by', models.CharField(blank=True, max_length=80)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='actor_kind',
            field=models.CharField(default='', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='criterion',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='flags',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='hash',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='number',
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='previous_hash',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='role',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='auditrecord',
            name='segment',
            field=models.CharField(default='', max_length=7),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='auditrecord',
            name='kind',
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name='auditrecord',
            name='purpose',
            field=models.CharField(max_length=40),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=False),
        migrations.AddConstraint(
            model_name='auditrecord',
            constraint=models.UniqueConstraint(fields=('municipality', 'number'), name='one_entry_per_number'),
        ),
        migrations.AddConstraint(
            model_name='auditsegment',
            constraint=models.UniqueConstraint(fields=('municipality', 'segment'), name='one_segment_per_month'),
        ),
        migrations.AddField(
            model_name='spotcheck',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spot_checks', to='lighed.municipality'),
        ),
        migrations.AddField(
            model_name='spotcheckitem',
            name='check_drawn',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='lighed.spotcheck'),
        ),
        migrations.AddConstraint(
            model_name='spotcheckitem',
            constraint=models.UniqueConstraint(fields=('check_drawn', 'number'), name='drawn_once'),
        ),
        migrations.RunPython(put_up_triggers, take_down_triggers),
    ]
