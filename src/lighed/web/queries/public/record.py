"""A municipality -> the canonical record of its use of the tool, from its live configuration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import metadata

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lighed.elements import REGISTER, ElementRegister
from lighed.evaluation.report import MOMENT_NAMES
from lighed.governance import ApiScope, DisplayMode, LegalBasis, Moment, Participation, Purpose, Text, VersionState
from lighed.governance.retention import TERMS
from lighed.transparency import statements
from lighed.transparency.oversight import DISPLAY_SAYS, oversight_measures
from lighed.transparency.record import (
    AlgorithmSystem,
    LegalBasisShown,
    ModelVersionShown,
    NotStated,
    Organisation,
    PurposeOfUse,
    Record,
    RetentionTerm,
    Status,
    Stopped,
    UseCase,
)
from lighed.transparency.record_elements import record_elements
from lighed.web.models import ApiToken, EmergencyStop, Municipality, PublicFacts, RetentionRule, StopEffect, VersionUse
from lighed.web.queries.legal_register import entries_in_force, legal_basis_of
from lighed.web.queries.oversight.retention import months_of
from lighed.web.queries.oversight.stops import stop_in_force
from lighed.web.queries.public.record_versions import (
    assessments_shown_of,
    datasets_of,
    evaluations_shown,
    version_shown,
)

_TERMS = {
    "municipality": Text(da="kommunen", en="the municipality"),
    "employment_centre": Text(da="beskæftigelsescentret", en="the employment centre"),
    "job_centre": Text(da="jobcentret", en="the job centre"),
}
_PARTICIPATION = {
    Participation.NOT_OPTIONAL: Text(
        da="Bestemmelsen giver ikke personen et valg.", en="The provision gives the person no choice."
    ),
    Participation.OPT_OUT: Text(
        da="Personen kan sige nej når som helst og uden grund.",
        en="The person can opt out, at any time and without a reason.",
    ),
    Participation.OPT_IN: Text(da="Kun personer, der har sagt ja.", en="Only people who have opted in."),
}
_STATUS = {
    Status.NOT_BEGUN: Text(da="Ingen version er taget i brug.", en="No version has been put into operation."),
    Status.IN_USE: Text(da="Værktøjet er i brug.", en="The tool is in use."),
    Status.PAUSED: Text(
        da="Værktøjet er sat på pause: {because}.", en="The tool is paused: {because}."
    ),
    Status.ENDED: Text(da="Værktøjet er ikke længere i brug.", en="The tool is no longer in use."),
}  # fmt: skip
_STOPPED = {
    StopEffect.HIDE.value: Text(da="alle skøn er skjult", en="all estimates are hidden"),
    StopEffect.STOP.value: Text(da="ingen skøn laves eller vises", en="no estimates are made or shown"),
}
_NO_BASIS = Text(da="ingen hjemmel er i kraft", en="no legal basis is in force")
_NOT_WRITTEN = Text(da="kommunen ikke har skrevet det.", en="the municipality has not entered it.")


def public_record(municipality: str, *, today: date, register: ElementRegister = REGISTER) -> Record:
    """Everything that is told of the municipality's use, as it stands now.

    Parameters
    ----------
    municipality : code of a municipality of this installation
    today : decides which legal bases are in force
    register : the data elements; another one only to see what another would change

    Raises
    ------
    Municipality.DoesNotExist
        If the installation has no such municipality.
    """
    controller = Municipality.objects.get(pk=municipality)
    facts = PublicFacts.objects.filter(municipality=controller).first() or PublicFacts(municipality=controller)
    bases = [
        legal_basis_of(entry)
        for purpose in (Purpose.OPERATION, Purpose.TRAINING)
        for entry in entries_in_force(municipality, purpose=purpose, today=today)
    ]
    version = version_shown(municipality)
    used = _used(version)
    return Record(
        organisation=_organisation(controller, facts),
        system=_system(controller, facts, version, has_basis=_operates(bases)),
        use_case=_use_case(controller, facts, bases),
        legal_bases=tuple(_basis(basis, register) for basis in bases),
        elements=record_elements(used, register=register),
        register_sha256=register.sha256,
        datasets=datasets_of(version),
        version=version,
        evaluations=evaluations_shown(municipality),
        assessments=assessments_shown_of(municipality, today=today),
        oversight=oversight_measures(held_out_per_cent=controller.held_out_per_cent),
        risks=statements.RISKS,
        retention=_retention(municipality),
        security=(*statements.SECURITY, statements.ROWS_APART[connection.vendor == "postgresql"]),
        stop=_stop(stop_in_force(municipality)),
    )


def _used(version: ModelVersionShown | NotStated) -> frozenset[str] | NotStated:
    if isinstance(version, NotStated):
        return version
    return frozenset(code for moment in version.moments for code in moment.elements)


def _operates(bases: list[LegalBasis]) -> bool:
    return any(basis.purpose is Purpose.OPERATION for basis in bases)


def _organisation(controller: Municipality, facts: PublicFacts) -> Organisation:
    return Organisation(
        code=controller.code,
        name=controller.name or f"Kommune {controller.code}",
        people_say=_TERMS[controller.authority_term],
        unit=_or_not(facts.unit),
        accountable=_or_not(facts.accountable),
        address=_or_not(facts.address),
        email=_or_not(facts.email),
        phone=_or_not(controller.phone),
        website=_or_not(facts.website),
        dpo=_or_not(facts.dpo),
        operator=_or_not(facts.operator),
        operated_in=_or_not(facts.operated_in),
        subject_number=_or_not(facts.subject_number),
    )


def _or_not(entered: str) -> str | NotStated:
    return entered.strip() or NotStated(_NOT_WRITTEN)


def _system(
    controller: Municipality, facts: PublicFacts, version: ModelVersionShown | NotStated, *, has_basis: bool
) -> AlgorithmSystem:
    uses = VersionUse.objects.filter(municipality=controller, in_operation_from__isnull=False)
    first = uses.order_by("in_operation_from").values_list("in_operation_from", flat=True).first()
    is_operating = uses.filter(state=VersionState.IN_OPERATION.value).exists()
    stop = stop_in_force(controller.code)
    reasons = [_STOPPED[stop.effect]] if stop is not None else []
    reasons += [] if has_basis else [_NO_BASIS]
    if first is None:
        status = Status.NOT_BEGUN
    elif not is_operating:
        status = Status.ENDED
    else:
        status = Status.PAUSED if reasons else Status.IN_USE
    says = Text(
        da=_STATUS[status].da.format(because=" og ".join(one.da for one in reasons)),
        en=_STATUS[status].en.format(because=" and ".join(one.en for one in reasons)),
    )
    return AlgorithmSystem(
        name=statements.NAME,
        reference=f"lighed-{controller.code}",
        software_version=metadata.version("lighed"),
        public_address=_public_address(controller, facts),
        status=status,
        status_says=says,
        is_demo=not isinstance(version, NotStated) and version.is_demo,
        in_use_since=NotStated(_STATUS_NOT_BEGUN) if first is None else timezone.localdate(first),
        ended_on=NotStated(_NOT_ENDED) if status is not Status.ENDED else _ended_on(controller),
        summary=statements.SUMMARY,
        description=statements.DESCRIPTION,
        method=statements.METHOD,
        architecture=statements.ARCHITECTURE,
        maintenance=statements.MAINTENANCE,
        risk_class=statements.RISK_CLASS,
        is_high_risk=True,
        supplier=statements.SUPPLIER,
        licence=statements.LICENCE,
        source_code=NotStated(
            Text(da="der endnu ikke er et offentligt lager.", en="there is no public repository yet.")
        ),
        keywords=statements.KEYWORDS,
    )


_STATUS_NOT_BEGUN = Text(da="ingen version er taget i brug.", en="no version has been put into operation.")
_NOT_ENDED = Text(da="brugen ikke er slut.", en="the use has not ended.")


def _public_address(controller: Municipality, facts: PublicFacts) -> str:
    host = facts.site_address.rstrip("/") or f"https://{settings.ALLOWED_HOSTS[0]}"
    return f"{host}/open/{controller.code}/"


def _ended_on(controller: Municipality) -> date | NotStated:
    steps = [
        step.at
        for use in VersionUse.objects.filter(municipality=controller).prefetch_related("steps")
        for step in use.steps.all()
        if step.to_state == VersionState.RETIRED.value
    ]
    if not steps:
        return NotStated(Text(da="dagen ikke er skrevet ned.", en="the day was not recorded."))
    return timezone.localdate(max(steps))


def _use_case(controller: Municipality, facts: PublicFacts, bases: list[LegalBasis]) -> UseCase:
    operation = [basis for basis in bases if basis.purpose is Purpose.OPERATION]
    covered = {moment for basis in operation for moment in basis.moments}
    weighed = "\n\n".join(basis.proportionality.proportionality for basis in operation)
    no_basis = Text(da=f"{_NO_BASIS.da}.", en=f"{_NO_BASIS.en}.")
    mode = DisplayMode(controller.display_mode)
    return UseCase(
        purposes=tuple(_purpose(purpose, facts) for purpose in (Purpose.OPERATION, Purpose.TRAINING)),
        steps=statements.STEPS,
        out_of_scope=statements.OUT_OF_SCOPE,
        impact=_own(facts.impact_da, facts.impact_en, statements.IMPACT),
        benefit=statements.BENEFIT,
        alternatives=statements.ALTERNATIVES,
        proportionality=weighed or NotStated(no_basis),
        moments=tuple(MOMENT_NAMES[moment] for moment in Moment if moment in covered),
        display_mode=mode.value,
        display_says=DISPLAY_SAYS[mode],
        human_role=statements.HUMAN_ROLE,
        training_of_users=_training(controller),
        volume=statements.VOLUME,
        rights=statements.RIGHTS_OF_PEOPLE,
        appeal=statements.APPEAL,
        information=statements.INFORMATION,
        subjects=statements.SUBJECTS,
        recipients=(*statements.RECIPIENTS, *_technical(controller, facts)),
        transfers=_transfers(facts),
    )


def _purpose(purpose: Purpose, facts: PublicFacts) -> PurposeOfUse:
    name, says = statements.PURPOSES[purpose]
    own = _own(facts.purpose_da, facts.purpose_en, says) if purpose is Purpose.OPERATION else says
    return PurposeOfUse(code=purpose.value, name=name, says=own)


def _own(da: str, en: str, product: Text) -> Text:
    """The municipality's own words where it wrote any; in one language alone they stand for both."""
    return Text(da=da or en, en=en or da) if da or en else product


def _training(controller: Municipality) -> Text:
    if controller.needs_introduction:
        return Text(
            da="Kun den, der har taget introduktionen med øvelser, ser skøn, og kun så længe den gælder.",
            en="Only those who have taken the introduction with its exercises see estimates, for as long as it counts.",
        )
    return Text(
        da="Der er en introduktion med øvelser. Kommunen kræver den ikke, før skøn vises.",
        en="There is an introduction with exercises. The municipality does not require it before estimates are shown.",
    )


def _technical(controller: Municipality, facts: PublicFacts) -> Iterator[Text]:
    """Who gets data by technical means, as it is set up: the servers, the case system that asks, the post."""
    if facts.operator:
        yield Text(da=f"Driften: {facts.operator}", en=f"Operation of the servers: {facts.operator}")
    tokens = ApiToken.objects.filter(municipality=controller, revoked_at=None)
    if any(ApiScope.ESTIMATES.value in token.scopes for token in tokens):
        yield Text(
            da="Fagsystemet, som viser skønnet for den sagsbehandler, der må se det",
            en="The case system, which shows the estimate to the caseworker who may see it",
        )
    if settings.LIGHED_LETTERS:
        yield Text(
            da="Kommunens postsystem, som sender brevene", en="The municipality’s post system, which sends the letters"
        )


def _transfers(facts: PublicFacts) -> Text | NotStated:
    if not facts.operated_in:
        return NotStated(
            Text(
                da="kommunen ikke har skrevet, hvor løsningen drives. Softwaren selv sender intet til andre.",
                en="the municipality has not entered where the application is run. The software itself sends nothing "
                "on.",
            )
        )
    return Text(
        da=f"Løsningen drives i {facts.operated_in}. Softwaren sender intet til tredjelande.",
        en=f"The application is run in {facts.operated_in}. The software sends nothing to third countries.",
    )


def _basis(basis: LegalBasis, register: ElementRegister) -> LegalBasisShown:
    covered = tuple(
        element.code
        for element in register
        if (basis.elements is None and basis.families is None)
        or element.code in (basis.elements or ())
        or element.family.value in (basis.families or ())
    )
    weighed = basis.proportionality
    return LegalBasisShown(
        code=basis.id,
        revision=basis.revision,
        purpose=basis.purpose.value,
        article=basis.article.value,
        citation=basis.citation,
        link=basis.eli or NotStated(Text(da="bestemmelsen er opdigtet.", en="the provision is made up.")),
        covers=covered,
        participation=basis.conditions.participation.value,
        participation_says=_PARTICIPATION[basis.conditions.participation],
        is_information_first=basis.conditions.is_information_first,
        other_conditions=basis.conditions.other,
        necessity=weighed.necessity,
        proportionality=weighed.proportionality,
        weighed_by=weighed.roles,
        weighed_on=weighed.on,
        decision_document=basis.decision_document,
        valid_from=basis.valid_from,
        valid_to=basis.valid_to,
        review_due=basis.review_due,
        is_fictional=basis.is_fictional,
    )


def _retention(municipality: str) -> tuple[RetentionTerm, ...]:
    months = months_of(municipality)
    decided = set(
        RetentionRule.objects.filter(municipality=municipality, confirmed_at__isnull=False).values_list(
            "kind", flat=True
        )
    )
    return tuple(
        RetentionTerm(
            code=kind.value,
            name=term.name,
            months=months[kind],
            counted_from=term.counted_from,
            why=term.why,
            is_decided=kind.value in decided,
        )
        for kind, term in TERMS.items()
    )


def _stop(stop: EmergencyStop | None) -> Stopped | None:
    return None if stop is None else Stopped(says=_STOPPED[stop.effect], since=stop.begun_at)
