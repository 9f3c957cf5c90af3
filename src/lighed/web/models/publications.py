"""What a municipality tells in public of itself, and what was published: frozen, numbered, with hashes."""

from __future__ import annotations

from django.db import models

from lighed.web.models.frozen import FrozenRow
from lighed.web.models.municipalities import Municipality


class PublicFacts(models.Model):
    """What nobody but the municipality knows of its use. What is empty is told as not stated, with the reason."""

    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="public_facts")
    unit = models.CharField(max_length=120, blank=True)
    accountable = models.CharField(max_length=120, blank=True)
    """The role that answers for the use, by title and not by name."""
    address = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    dpo = models.CharField(max_length=200, blank=True)
    operator = models.CharField(max_length=200, blank=True)
    operated_in = models.CharField(max_length=120, blank=True)
    subject_number = models.CharField(max_length=40, blank=True)
    site_address = models.URLField(max_length=200, blank=True)
    """Where the public pages are found; addresses in publications begin with it."""
    purpose_da = models.TextField(max_length=1500, blank=True)
    purpose_en = models.TextField(max_length=1500, blank=True)
    impact_da = models.TextField(max_length=1500, blank=True)
    impact_en = models.TextField(max_length=1500, blank=True)

    def __str__(self) -> str:
        return self.municipality_id


class Publication(FrozenRow):
    """One publication of the whole record: `number` counts within the municipality."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    record_sha256 = models.CharField(max_length=64)
    """Of the configuration that it tells of; it is stale once the live one has another."""
    software_version = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality", "number"], name="one_publication_per_number"),)

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the publication is called in every file of it."""
        return f"lighed-{self.municipality_id}-{self.number}"


class PublishedFile(FrozenRow):
    """One file of a publication, as it was made. `faults` is what its standard's check found."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    standard = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2, blank=True)
    """Empty where the file holds every language."""
    media_type = models.CharField(max_length=60)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    faults = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["publication", "name"], name="one_file_per_name"),)

    def __str__(self) -> str:
        return self.name
