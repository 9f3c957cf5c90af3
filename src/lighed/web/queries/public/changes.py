"""O5: a municipality's versions, stops, legal bases and incidents -> what the public is told of each, newest first.

Who did it is told by role; names stay in the log. Of an incident the public is told what it was and what was done, once
it is closed or those affected were told; what staff wrote about it stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lighed.governance import Moment, Side, Step, Text
from lighed.governance.cpr import looks_like_cpr
from lighed.governance.incidents import IncidentKind
from lighed.governance.small_numbers import FEWEST, shown_count
from lighed.persontypes.person_types import DEFAULT_SETTINGS
from lighed.transparency.oversight import ROLE_NAMES
from lighed.transparency.record import NotStated, Record
from lighed.web.models import EmergencyStop, Incident, LegalBasisEntry, StopEffect, VersionStep
from lighed.web.queries.experts.version_gates import watched_groups_of
from lighed.web.queries.public.record_versions import use_in_operation

_STEPS: Mapping[str, Text] = {
    Step.PROPOSE.value: Text(da="Indstillet", en="Proposed"),
    Step.SIGN.value: Text(da="Godkendt", en="Signed"),
    Step.SHADOW.value: Text(da="Prøvet, uden at nogen så det", en="Tried out, for nobody to see"),
    Step.RELEASE.value: Text(da="Taget i brug", en="Put into operation"),
    Step.ROLL_BACK.value: Text(da="Rullet tilbage", en="Rolled back"),
    Step.CONFIRM.value: Text(da="Tilbagerulning bekræftet", en="Roll-back confirmed"),
    Step.RETIRE.value: Text(da="Taget ud af brug", en="Taken out of operation"),
    Step.ADVISE.value: Text(da="Råd fra databeskyttelsesrådgiveren", en="Advice of the data protection officer"),
    Step.EXPLAIN.value: Text(da="Begrundet forskel mellem grupper", en="Reasoned difference between groups"),
}
"""Steps that the public is told. Adding and measuring a version changes nothing for anybody."""
_APPROVING = (Step.PROPOSE, Step.SIGN, Step.ADVISE, Step.EXPLAIN, Step.RELEASE)
_SIDES: Mapping[str, Text] = {
    Side.PROFESSIONAL.value: Text(da="Faglig", en="For the work"),
    Side.DATA.value: Text(da="Data", en="For the data"),
}
_WITHHELD = Text(
    da="Begrundelsen vises ikke, fordi der kan stå et personnummer i den.",
    en="The reason is not shown, because a personal number may stand in it.",
)
_STOPS: Mapping[str, tuple[Text, Text]] = {
    StopEffect.HIDE.value: (
        Text(da="Sat på pause: alle skøn er skjult", en="Paused: all estimates are hidden"),
        Text(da="Pausen er slut. Skøn vises igen.", en="The pause is over. Estimates are shown again."),
    ),
    StopEffect.STOP.value: (
        Text(da="Stoppet: ingen skøn laves eller vises", en="Stopped: no estimates are made or shown"),
        Text(da="Stoppet er slut. Skøn laves igen.", en="The stop is over. Estimates are made again."),
    ),
}
_INCIDENTS: Mapping[str, Text] = {
    IncidentKind.BREACH.value: Text(da="Brud på persondatasikkerheden", en="Breach of personal data"),
    IncidentKind.SERIOUS.value: Text(da="Alvorlig hændelse", en="Serious incident"),
    IncidentKind.MODEL_ERROR.value: Text(da="Fejl i modellen", en="Error of the model"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `reason` is in the language in which it was written."""

    key: str
    at: datetime
    name: Text
    lines: tuple[Text, ...] = ()
    version: str = ""
    role: Text | None = None
    side: Text | None = None
    reason: str = ""
    is_fictional: bool = False
    is_drill: bool = False

    @property
    def title(self) -> Text:
        """The change in one line."""
        if not self.version:
            return self.name
        return Text(da=f"{self.name.da}: version {self.version}", en=f"{self.name.en}: version {self.version}")


def changes_of(municipality: str) -> list[Change]:
    """Everything that changed, the newest first."""
    found = [
        *_steps(municipality),
        *_stops(municipality),
        *_bases(municipality),
        *_incidents(municipality),
    ]
    return sorted(found, key=lambda change: (change.at, change.key), reverse=True)


def approvals_of(municipality: str) -> list[Change]:
    """Who approved the version in operation and why, in order."""
    use = use_in_operation(municipality)
    if use is None:
        return []
    steps = use.steps.filter(step__in=[step.value for step in _APPROVING]).select_related("use__version")
    groups = dict(watched_groups_of(use, today=timezone.localdate()))
    return [_step(step, groups.get(step.about)) for step in steps.order_by("id")]


def reasons_for_limits(municipality: str) -> list[tuple[str, list[Text]]]:
    """Each reason that was given for the version with its limits, and the roles of those who gave it."""
    found: dict[str, list[Text]] = {}
    for one in approvals_of(municipality):
        roles = found.setdefault(one.reason, [])
        if one.role is not None and one.role not in roles:
            roles.append(one.role)
    return [(reason, roles) for reason, roles in found.items() if reason]


def limits_are_proposed(record: Record) -> bool:
    """Whether the limits between the bands are those that the product proposes, at every moment."""
    if isinstance(record.version, NotStated):
        return False
    return all(DEFAULT_SETTINGS[Moment(one.moment)].cut_offs == one.cut_offs for one in record.version.moments)


def _steps(municipality: str) -> Iterator[Change]:
    # What never was in operation changed nothing; once it has been, its whole life is told.
    steps = VersionStep.objects.filter(
        municipality=municipality, step__in=list(_STEPS), use__in_operation_from__isnull=False
    )
    return map(_step, steps.select_related("use__version"))


def _step(step: VersionStep, group: Text | None = None) -> Change:
    """`group` is whom a rationale is about."""
    is_withheld = looks_like_cpr(step.reason)
    lines = (group,) if group is not None else ()
    return Change(
        key=f"step-{step.pk:08}",
        at=step.at,
        name=_STEPS[step.step],
        lines=(*lines, _WITHHELD) if is_withheld else lines,
        version=step.use.version.version,
        role=_role(step.role),
        side=_SIDES.get(step.side),
        reason="" if is_withheld else step.reason,
        is_fictional=step.is_fictional,
    )


def _role(roles: str) -> Text | None:
    names = [name for role, name in ROLE_NAMES.items() if role.value in roles.split(",")]
    if not names:
        return None
    return Text(da=", ".join(name.da for name in names), en=", ".join(name.en for name in names))


def _stops(municipality: str) -> Iterator[Change]:
    for stop in EmergencyStop.objects.filter(municipality=municipality):
        begun, over = _STOPS[stop.effect]
        yield Change(f"stop-{stop.pk}", stop.begun_at, begun, is_drill=stop.is_drill)
        if stop.ended_at is not None:
            yield Change(f"stop-{stop.pk}-over", stop.ended_at, over, is_drill=stop.is_drill)


def _bases(municipality: str) -> Iterator[Change]:
    for entry in LegalBasisEntry.objects.filter(municipality=municipality, approved_at__isnull=False):
        told = Text(
            da=f"{entry.code}, udgave {entry.revision}, gælder fra {entry.valid_from:%d.%m.%Y}.",
            en=f"{entry.code}, revision {entry.revision}, in force from {entry.valid_from}.",
        )
        if entry.approved_at is not None:
            name = Text(da="Hjemmel godkendt", en="Legal basis approved")
            yield Change(f"basis-{entry.pk}", entry.approved_at, name, (told,), is_fictional=entry.is_fictional)
        if entry.suspended_at is not None:
            name = Text(da="Hjemmel sat ud af kraft", en="Legal basis suspended")
            key = f"basis-{entry.pk}-suspended"
            yield Change(key, entry.suspended_at, name, (told,), is_fictional=entry.is_fictional)


def _incidents(municipality: str) -> Iterator[Change]:
    for incident in Incident.objects.filter(municipality=municipality):
        told_at = incident.closed_at or incident.affected_told_at
        if told_at is not None:
            yield Change(
                f"incident-{incident.key}", told_at, _INCIDENTS[incident.kind], tuple(_what_was_done(incident))
            )


def _what_was_done(incident: Incident) -> Iterator[Text]:
    yield Text(
        da=f"Kommunen fik det at vide {incident.known_at:%d.%m.%Y}.",
        en=f"The municipality came to know of it on {incident.known_at:%Y-%m-%d}.",
    )
    if incident.n_affected is not None:
        n = shown_count(incident.n_affected)
        yield Text(
            da=f"Berørte personer: {f'færre end {FEWEST}' if n is None else n}.",
            en=f"People affected: {f'fewer than {FEWEST}' if n is None else n}.",
        )
    if incident.authority_told_at is not None:
        yield Text(da="Myndigheden har fået besked.", en="The authority was told.")
    if incident.affected_told_at is not None:
        yield Text(da="De berørte har fået besked.", en="Those affected were told.")
    if incident.closed_at is not None:
        yield Text(da="Sagen er lukket.", en="The case is closed.")
