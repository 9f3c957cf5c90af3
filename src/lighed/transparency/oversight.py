"""The table of rights and a municipality's settings -> who watches over the tool there, and what each can do."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.governance import DisplayMode, Right, Role, Text
from lighed.governance.roles import RIGHTS
from lighed.transparency.record import OversightMeasure

ROLE_NAMES: Mapping[Role, Text] = {
    Role.CASEWORKER: Text(da="Sagsbehandler", en="Caseworker"),
    Role.PLANNER: Text(da="Planlægger", en="Planner"),
    Role.DOMAIN_EXPERT: Text(da="Fagekspert", en="Domain expert"),
    Role.DATA_EXPERT: Text(da="Dataekspert", en="Data expert"),
    Role.APPROVER: Text(da="Godkender", en="Approver"),
    Role.DPO: Text(da="Databeskyttelsesrådgiver", en="Data protection officer"),
    Role.MANAGER: Text(da="Leder", en="Manager"),
    Role.REGULATOR: Text(da="Tilsyn", en="Regulator"),
    Role.ADMINISTRATOR: Text(da="Administrator", en="Administrator"),
    Role.CITIZEN: Text(da="Borger", en="Citizen"),
    Role.REPRESENTATIVE: Text(da="Partsrepræsentant", en="Representative"),
}
DISPLAY_SAYS: Mapping[DisplayMode, Text] = {
    DisplayMode.OPEN: Text(
        da="Skøn står i arbejdslisten, når de er lavet.", en="Estimates stand in the worklist once they are made."
    ),
    DisplayMode.OWN_FIRST: Text(
        da="Sagsbehandleren skriver sin egen vurdering, før skønnet vises.",
        en="The caseworker writes an own assessment before the estimate is shown.",
    ),
    DisplayMode.PLANNER_ONLY: Text(
        da="Kun planlæggere ser skøn. Sagsbehandlere ser ingen.",
        en="Planners alone see estimates. Caseworkers see none.",
    ),
}

_MEASURES: tuple[tuple[str, Right, Text, Text], ...] = (
    (
        "own_assessment", Right.ASSESS,
        Text(da="Egen vurdering", en="Own assessment"),
        Text(
            da="Skriver sin egen vurdering af personen med begrundelse. Den står ved siden af skønnet.",
            en="Writes an own assessment of the person, with reasons. It stands beside the estimate.",
        ),
    ),
    (
        "review", Right.ASSIGN_REQUESTS,
        Text(da="Ny vurdering ved et andet menneske", en="New assessment by another human being"),
        Text(
            da="Fordeler anmodninger, så den, der så sagen først, ikke svarer på dem.",
            en="Assigns requests, so that whoever saw the case first does not answer them.",
        ),
    ),
    (
        "stop", Right.STOP,
        Text(da="Nødstop", en="Emergency stop"),
        Text(
            da="Stopper eller skjuler alle skøn med det samme. Én person kan stoppe, to skal til at begynde igen.",
            en="Stops or hides all estimates at once. One person can stop, two are needed to resume.",
        ),
    ),
    (
        "suspension", Right.SUSPEND_LEGAL_BASES,
        Text(da="Hjemlen sættes ud af kraft", en="Suspension of the legal basis"),
        Text(
            da="Sætter en hjemmel ud af kraft. Skøn, der hviler på den, skjules med det samme.",
            en="Suspends a legal basis. Estimates that rest on it are hidden at once.",
        ),
    ),
    (
        "approval", Right.APPROVE_VERSIONS,
        Text(da="Godkendelse af versioner", en="Approval of versions"),
        Text(
            da="To personer, der ikke har bygget versionen, godkender den. Den kan rulles tilbage.",
            en="Two people who did not build the version approve it. It can be rolled back.",
        ),
    ),
    (
        "advice", Right.ADVISE_ON_VERSIONS,
        Text(da="Råd om versioner", en="Advice on versions"),
        Text(da="Giver råd, før en version tages i brug.", en="Gives advice before a version is put into operation."),
    ),
    (
        "log", Right.CHECK_LOG,
        Text(da="Stikprøver i loggen", en="Spot checks of the log"),
        Text(
            da="Trækker opslag i loggen ud og beder om begrundelser.",
            en="Draws look-ups from the log and asks for the reasons.",
        ),
    ),
    (
        "use", Right.SEE_USE,
        Text(da="Tal for brugen", en="Figures of use"),
        Text(
            da="Ser i tal, hvor tit vurderinger følger skønnet, og hvor de afviger.",
            en="Sees in figures how often assessments follow the estimate, and where they differ.",
        ),
    ),
    (
        "effects", Right.SEE_EFFECTS,
        Text(da="Med og uden skøn", en="With and without an estimate"),
        Text(
            da="Ser, hvad skønnet ændrer, målt mod forløb uden skøn.",
            en="Sees what the estimate changes, measured against courses without one.",
        ),
    ),
    (
        "incidents", Right.HANDLE_INCIDENTS,
        Text(da="Hændelser", en="Incidents"),
        Text(
            da="Håndterer brud og fejl, med frister for at give besked.",
            en="Handles breaches and errors, with deadlines for telling of them.",
        ),
    ),
)  # fmt: skip


def oversight_measures(*, held_out_per_cent: int) -> tuple[OversightMeasure, ...]:
    """Every measure, with the roles that the table of rights gives it to."""
    measures = tuple(
        OversightMeasure(code=code, name=name, says=says, roles=_roles_with(right))
        for code, right, name, says in _MEASURES
    )
    if not held_out_per_cent:
        return measures
    held_out = OversightMeasure(
        code="held_out",
        name=Text(da="Forløb uden skøn", en="Courses without an estimate"),
        says=Text(
            da=f"{held_out_per_cent} af 100 forløb trækkes ud ved lodtrækning og håndteres uden skøn, så virkningen "
            f"kan måles.",
            en=f"{held_out_per_cent} of 100 courses are drawn by lot and handled without an estimate, to measure its "
            f"effect.",
        ),
        roles=(),
    )
    return (*measures, held_out)


def _roles_with(right: Right) -> tuple[Text, ...]:
    return tuple(ROLE_NAMES[role] for role in Role if right in RIGHTS[role])
