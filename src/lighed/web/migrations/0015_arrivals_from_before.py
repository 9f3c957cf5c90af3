"""Events that were received before there was an inbox -> the day that each of them tells of."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def date_events(apps: Any, _schema_editor: Any) -> None:
    event = apps.get_model("lighed", "ReceivedEvent")
    course = apps.get_model("lighed", "ContactCourse")
    for kind, day in (("registration", "registered_on"), ("hand_over", "handed_over_on")):
        told = course.objects.filter(pk=OuterRef("course_id")).values(day)[:1]
        event.objects.filter(event=kind, occurred_on=None).update(occurred_on=Subquery(told))


class Migration(migrations.Migration):
    dependencies = [("lighed", "0014_arrivals")]

    operations = [migrations.RunPython(date_events, migrations.RunPython.noop)]
