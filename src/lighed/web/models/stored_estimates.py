"""What the tool said about a course at one moment: the whole result, and the parts that the worklist filters on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.estimates.estimate import Band, Certainty
from lighed.web.models.legal_bases import LegalBasisEntry
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import MOMENTS, ContactCourse

BANDS = [
    (Band.LOW.value, pgettext_lazy("band", "Low")),
    (Band.MEDIUM.value, pgettext_lazy("band", "Medium")),
    (Band.HIGH.value, pgettext_lazy("band", "High")),
]
CERTAINTIES = [
    (Certainty.GOOD.value, pgettext_lazy("certainty", "Good")),
    (Certainty.SOME.value, pgettext_lazy("certainty", "Some")),
    (Certainty.LITTLE.value, pgettext_lazy("certainty", "Little")),
]


class StoredEstimate(models.Model):
    """`result` is the estimate itself as JSON; every page is made from it and nothing is computed again."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="estimates")
    legal_basis = models.ForeignKey(LegalBasisEntry, null=True, on_delete=models.PROTECT, related_name="estimates")
    """The entry it was made under; once that entry is not in force, the estimate is not shown."""
    moment = models.CharField(max_length=20, choices=MOMENTS)
    version = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    band = models.CharField(max_length=10, choices=BANDS, blank=True, db_index=True)
    certainty = models.CharField(max_length=10, choices=CERTAINTIES, blank=True, db_index=True)
    of_100 = models.PositiveSmallIntegerField(null=True)
    weeks_from = models.FloatField(null=True)
    weeks_to = models.FloatField(null=True)
    applies_until = models.DateField(null=True)
    """The last day on which the course is not yet long; of an estimate that abstains there is none."""
    result = models.JSONField()

    class Meta:
        indexes = (
            # What the worklist filters and sorts by, without reading an estimate whole.
            models.Index(fields=["legal_basis", "band", "certainty", "applies_until"], name="estimates_told"),
        )
        constraints = (
            models.UniqueConstraint(fields=["course", "moment"], name="one_estimate_per_moment"),
            # An estimate that abstains has no band and no number anywhere.
            models.CheckConstraint(
                condition=models.Q(band="", certainty="", of_100=None, weeks_from=None, weeks_to=None)
                | (~models.Q(band="") & ~models.Q(certainty="") & models.Q(of_100__isnull=False)),
                name="no_number_without_a_band",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.moment}"
