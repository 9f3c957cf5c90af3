"""One of each thing that has an address, in two municipalities; and someone of each role, in every condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from lighed.governance import ActsOn, Purpose, Role
from lighed.web import actions
from lighed.web.models import (
    Attachment,
    BasisState,
    BulkPlan,
    BundleContent,
    BundleShare,
    ContactCourse,
    DataFlag,
    FollowUp,
    Incident,
    LegalBasisEntry,
    Letter,
    MeetingTemplate,
    ModelVersion,
    Paper,
    PeriodicReview,
    Question,
    RegulatorBundle,
    RetentionHold,
    RetentionRule,
    RightsRequest,
    RoleAssignment,
    SpotCheck,
    User,
    VersionEvaluation,
    VersionUse,
)
from tests.web.factories import NOW, CaseSystem, audit, received

TODAY = NOW.date()
NO_ROLE, ENDED, EXPIRED, INACTIVE = "no role", "ended role", "expired regulator", "inactive"
CONDITIONS = (NO_ROLE, ENDED, EXPIRED, INACTIVE)
_BY = {"person": "ane", "name": "Ane Berg", "role": "manager", "on": "2026-01-05"}


@dataclass(frozen=True)
class Things:
    """What one municipality has."""

    municipality: str
    course: ContactCourse
    basis: LegalBasisEntry
    waiting_basis: LegalBasisEntry
    request: RightsRequest
    incident: Incident
    term: RetentionRule
    hold: RetentionHold
    version: VersionUse
    report: VersionEvaluation
    spot_check: SpotCheck
    user: User
    question: Question
    flag: DataFlag
    template: MeetingTemplate
    bulk_plan: BulkPlan
    letter: Letter
    bundle: RegulatorBundle
    follow_up: FollowUp
    paper: Paper


def things_of(municipality: str, case_system: CaseSystem, *, folder: Path) -> Things:
    """Make one of each."""
    course = case_system.register(received(event_id=f"e-{municipality}", municipality=municipality)).course
    basis = LegalBasisEntry.objects.get(
        municipality=municipality, state=BasisState.APPROVED, purpose=Purpose.OPERATION.value
    )
    waiting = LegalBasisEntry.objects.create(
        **{
            **_copied(basis),
            "revision": basis.revision + 1,
            "state": BasisState.ENTERED,
            "approved": None,
            "approved_at": None,
        }
    )
    request = RightsRequest.objects.create(
        municipality_id=municipality, person=course.person, kind="access", channel="letter", received_at=NOW,
        recorded_by="case", due_on=TODAY + timedelta(30),
    )  # fmt: skip
    Attachment.objects.create(
        municipality_id=municipality, request=request, name="bevis.pdf", kind="pdf", size=5, sha256="0" * 64,
        content=b"%PDF-", attached_by="citizen", attached_at=NOW,
    )  # fmt: skip
    incident = Incident.objects.create(
        municipality_id=municipality, kind="breach", title="A letter went astray", what_happened="It did", known_at=NOW,
        opened_by="dorte", opened_at=NOW,
    )  # fmt: skip
    term = RetentionRule.objects.create(
        municipality_id=municipality, kind="log", months=36, reason="A case", proposed_by="somebody", proposed_at=NOW
    )
    hold = RetentionHold.objects.create(
        municipality_id=municipality, person=course.person, reason="A case", until=TODAY + timedelta(90),
        placed_by="somebody", placed_at=NOW,
    )  # fmt: skip
    version, report = _version(municipality, folder)
    spot_check = SpotCheck.objects.create(
        municipality_id=municipality, begins_on=TODAY, ends_on=TODAY, n_found=0, drawn_by="dorte", drawn_at=NOW
    )
    user = actions.create_user(
        f"colleague-{municipality}", name="A Colleague", municipality=municipality, password="x", audit=audit()
    )
    asker = actions.create_user(
        f"asker-{municipality}", name="Who Asks", municipality=municipality, password="x", audit=audit()
    )
    question = Question.objects.create(
        municipality_id=municipality, course=course, asked_by=asker, asked_of=user, words="What do you think?",
        asked_at=NOW,
    )  # fmt: skip
    # Each municipality flags an element of its own, so that the other one's has no page here.
    flag = DataFlag.objects.create(
        municipality_id=municipality, course=course, element=f"element-{municipality}", kind="wrong", words="Old",
        made_by=asker, made_at=NOW,
    )  # fmt: skip
    template = MeetingTemplate.objects.create(
        municipality_id=municipality, name="Usual", n_meetings=2, weeks_between=3, first_within_days=14, minutes=45,
        form="in_person", changed_by="somebody", changed_at=NOW,
    )  # fmt: skip
    bulk_plan = BulkPlan.objects.create(
        municipality_id=municipality, was_found_by_band=False, made_by=asker, made_at=NOW
    )
    letter = Letter.objects.create(
        municipality_id=municipality, person=course.person, kind="first_information",
        language="da", title="T", body="B",
        template_version="1", made_at=NOW, made_by="somebody", state="not_sent",
    )  # fmt: skip
    return Things(
        municipality,
        course,
        basis,
        waiting,
        request,
        incident,
        term,
        hold,
        version,
        report,
        spot_check,
        user,
        question,
        flag,
        template,
        bulk_plan,
        letter,
        _bundle(municipality, shared_with=user),
        _follow_up(municipality),
        Paper.objects.create(municipality_id=municipality, kind="dpia", number=1, begun_by="somebody", begun_at=NOW),
    )


def _bundle(municipality: str, *, shared_with: User) -> RegulatorBundle:
    # Each municipality has numbers of its own, so that the other one's is none here.
    bundle = RegulatorBundle(
        municipality_id=municipality, number=int(municipality), made_at=NOW, made_by="somebody", reason="A case",
        begins_on=TODAY, ends_on=TODAY, record_sha256="0" * 64, n_files=1, size=1, sha256="0" * 64, is_demo=True,
    )  # fmt: skip
    bundle.save()
    BundleContent.objects.create(bundle=bundle, zipped=b"zip")
    BundleShare.objects.create(bundle=bundle, regulator=shared_with, until=TODAY, shared_by="somebody", shared_at=NOW)
    return bundle


def _follow_up(municipality: str) -> FollowUp:
    review = PeriodicReview.objects.create(
        municipality_id=municipality, kind="ethics", done_on=TODAY, done_by="somebody", conclusion="change",
        note="Looked", next_due=TODAY + timedelta(90), recorded_at=NOW,
    )  # fmt: skip
    return FollowUp.objects.create(review=review, what="Ask people", due_on=TODAY + timedelta(30))


def someone(role: Role, things: Things) -> User:
    """A user of the municipality with the role, with whatever goes with it."""
    name = f"{role}-{things.municipality}"
    known = {"username": name, "name": name, "password": None, "audit": audit(municipality=things.municipality)}
    if role is Role.CITIZEN:
        return actions.create_citizen(things.course.person, **known)
    if role is Role.REPRESENTATIVE:
        until = TODAY + timedelta(30)
        return actions.create_representative(things.course.person, until=until, acts_on=set(ActsOn), **known)
    return _staff(name, things, (role,), until=TODAY + timedelta(30) if role is Role.REGULATOR else None)


def someone_without(condition: str, things: Things) -> User:
    """A user who had rights, or never had any."""
    name = f"{condition.replace(' ', '-')}-{things.municipality}"
    if condition == NO_ROLE:
        return _staff(name, things, ())
    if condition == ENDED:
        user = _staff(name, things, (Role.CASEWORKER,))
        actions.end_role(user, Role.CASEWORKER, audit=audit())
    elif condition == EXPIRED:
        user = _staff(name, things, (Role.REGULATOR,), until=TODAY)
        RoleAssignment.objects.filter(user=user).update(valid_to=TODAY - timedelta(1))
    else:
        user = _staff(name, things, (Role.MANAGER,))
        User.objects.filter(pk=user.pk).update(is_active=False)
    return User.objects.get(pk=user.pk)


def _staff(name: str, things: Things, roles: tuple[Role, ...], *, until: date | None = None) -> User:
    return actions.create_user(
        name, name=name, municipality=things.municipality, password=None, roles=roles, until=until,
        caseworker_id="s-1", audit=audit(municipality=things.municipality),
    )  # fmt: skip


def _version(municipality: str, folder: Path) -> tuple[VersionUse, VersionEvaluation]:
    version, _ = ModelVersion.objects.get_or_create(
        sha256="0" * 64,
        defaults={"version": "2026-11-demo", "path": str(folder / "gone.lighed"), "is_demo": True, "added_at": NOW},
    )
    files = {}
    for language in ("da", "en"):
        page = folder / f"report.{language}.html"
        page.write_text("<p>A report</p>")
        files[page.name] = sha256(page.read_bytes()).hexdigest()
    report, _ = VersionEvaluation.objects.get_or_create(
        version=version,
        moment="registration",
        defaults={"folder": str(folder), "files": files, "figures": {"groups": []}, "made_at": NOW, "attached_at": NOW},
    )
    return VersionUse.objects.create(version=version, municipality_id=municipality, state="draft"), report


def _copied(entry: LegalBasisEntry) -> dict[str, Any]:
    fields = [field.attname for field in entry._meta.concrete_fields if not field.primary_key]
    return {name: getattr(entry, name) for name in fields}


__all__ = ["CONDITIONS", "INACTIVE", "Things", "someone", "someone_without", "things_of"]
