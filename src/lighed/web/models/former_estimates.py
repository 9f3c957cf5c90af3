"""What was estimated of a course before its data were corrected: kept beside the estimate that took its place."""

from __future__ import annotations

from django.db import models

from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import MOMENTS, ContactCourse
from lighed.web.models.stored_estimates import BANDS


class FormerEstimate(models.Model):
    """An estimate that a correction made idle. It is used for nothing: it shows what the correction changed.

    A trace of the estimate, which goes when the estimate is erased.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(ContactCourse, on_delete=models.CASCADE, related_name="former_estimates")
    moment = models.CharField(max_length=20, choices=MOMENTS)
    version = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    band = models.CharField(max_length=10, choices=BANDS, blank=True)
    of_100 = models.PositiveSmallIntegerField(null=True)
    of_100_low = models.PositiveSmallIntegerField(null=True)
    of_100_high = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            # One that abstained has no band and no number.
            models.CheckConstraint(
                condition=models.Q(band="", of_100=None, of_100_low=None, of_100_high=None)
                | (~models.Q(band="") & models.Q(of_100__isnull=False)),
                name="former_no_number_without_a_band",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.moment}"
