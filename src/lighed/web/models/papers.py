"""Impact assessments, instructions and technical documentation as papers: drafts, answers, advice and signatures."""

from __future__ import annotations

from datetime import date
from typing import Any, Never

from django.db import models
from django.utils.translation import pgettext_lazy

from lighed.transparency.papers import PAPERS
from lighed.web.models.municipalities import Municipality


class PaperState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("paper", "Draft")
    SIGNED = "signed", pgettext_lazy("paper", "Signed")


PAPER_KINDS = [(form.kind.value, form.name.en) for form in PAPERS.values()]


class Paper(models.Model):
    """One version of one kind of paper: `number` counts within the kind. A signed one is never changed."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PAPER_KINDS)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.DRAFT)
    begun_by = models.CharField(max_length=120)
    begun_at = models.DateTimeField()
    advice = models.TextField(blank=True)
    """Of the data protection officer, on the draft as it was then."""
    advised = models.JSONField(null=True)
    """Who gave the advice: person, name, role, day; and the hash of the whole paper as it read then."""
    signed = models.JSONField(null=True)
    signed_at = models.DateTimeField(null=True)
    review_due = models.DateField(null=True)
    version = models.CharField(max_length=80, blank=True)
    """The version in operation when it was signed; empty where there was none."""
    content = models.JSONField(null=True)
    """As it read when it was signed."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the content."""
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["municipality", "kind", "number"], name="one_paper_per_number"),
            models.UniqueConstraint(
                fields=["municipality", "kind"], condition=models.Q(state="draft"), name="one_draft_of_a_paper"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", content__isnull=True)
                | models.Q(state="signed", content__isnull=False, signed__isnull=False),
                name="signed_papers_are_frozen",
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind} {self.number}"

    @property
    def is_signed(self) -> bool:
        return self.state == PaperState.SIGNED

    @property
    def advised_on(self) -> date | None:
        """The day of the advice."""
        return None if self.advised is None else date.fromisoformat(self.advised["on"])

    @property
    def signed_on(self) -> date | None:
        """The day of the signature."""
        return None if self.signed is None else date.fromisoformat(self.signed["on"])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and Paper.objects.filter(pk=self.pk, state=PaperState.SIGNED).exists():
            raise TypeError("a signed paper is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise TypeError("a paper is never deleted")


class PaperAnswer(models.Model):
    """What the municipality has written to one question of one version of a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    words = models.TextField()
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["paper", "question"], name="one_answer_per_question"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.question}"
