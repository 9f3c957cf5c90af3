"""A role -> what the guidelines ask of whoever has it: what you do, what to watch for, and what is not yours.

It is read where the work is done, so it is short. The whole of each subject is on the pages that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lighed.governance.roles import Role
from lighed.governance.text import Text


@dataclass(frozen=True, slots=True)
class Guidance:
    """Of one role. `pages` are names of addresses where the work is done."""

    yours: tuple[Text, ...]
    watch: tuple[Text, ...]
    not_yours: Text
    pages: tuple[str, ...]


GUIDANCE: Mapping[Role, Guidance] = {
    Role.CASEWORKER: Guidance(
        (
            Text(
                da="Du vurderer selv. Skønnet er ét af flere input.",
                en="You judge. The estimate is one thing of several.",
            ),
            Text(
                da="Fortæl personen, at der er lavet et skøn, og hvad det bygger på.",
                en="Tell the person that an estimate was made, and what it rests on.",
            ),
            Text(
                da="Ret det, der er forkert, når personen siger det.",
                en="Have what is wrong put right when the person says so.",
            ),
        ),
        (
            Text(
                da="Et skøn siger noget om folk, der ligner. Det ved ikke, hvad du ved.",
                en="An estimate tells of people who are alike. It does not know what you know.",
            ),
            Text(
                da="Mærk, om du følger skønnet af vane. Skriv din egen vurdering først.",
                en="Notice if you follow it by habit. Write your own assessment first.",
            ),
        ),
        Text(
            da="Du må ikke afgøre noget til skade for personen på grund af skønnet alene.",
            en="You may not decide against a person because of the estimate alone.",
        ),
        ("worklist", "introduction"),
    ),
    Role.PLANNER: Guidance(
        (
            Text(da="Du planlægger møder, så loven bliver holdt.", en="You plan meetings so that the law is kept."),
            Text(da="Du fordeler anmodninger fra borgerne.", en="You assign what citizens ask for."),
        ),
        (
            Text(
                da="Se efter, om nogle grupper får færre møder på grund af skøn.",
                en="Look for groups that get fewer meetings because of estimates.",
            ),
        ),
        Text(da="Du vurderer ikke personen for sagsbehandleren.", en="You do not judge the person for the caseworker."),
        ("capacity", "contact_rules"),
    ),
    Role.DOMAIN_EXPERT: Guidance(
        (
            Text(
                da="Du ser på, om hver oplysning giver mening i det faglige arbejde.",
                en="You look at whether each element makes sense in the work.",
            ),
            Text(da="Du svarer på det, sagsbehandlerne melder ind.", en="You answer what caseworkers report."),
        ),
        (
            Text(
                da="En oplysning kan sige mere om systemet end om personen.",
                en="An element can tell more of the system than of the person.",
            ),
        ),
        Text(
            da="Du godkender ikke den version, du selv har bygget.", en="You do not approve a version that you built."
        ),
        ("feedback", "reviews"),
    ),
    Role.DATA_EXPERT: Guidance(
        (
            Text(da="Du bygger og måler versioner.", en="You build and evaluate versions."),
            Text(
                da="Du ser efter, om skønnene stadig passer, også i hver gruppe.",
                en="You look at whether the estimates still fit, in each group as well.",
            ),
        ),
        (
            Text(
                da="Et godt gennemsnit kan skjule en gruppe, som skønnet tager fejl af.",
                en="A good mean can hide a group that the estimate gets wrong.",
            ),
        ),
        Text(
            da="Du godkender ikke den version, du selv har bygget.", en="You do not approve a version that you built."
        ),
        ("versions", "reviews"),
    ),
    Role.APPROVER: Guidance(
        (
            Text(da="Du læser målingen, før du skriver under.", en="You read the evaluation before you sign."),
            Text(
                da="Du skriver din grund, så andre kan følge den.",
                en="You write your reason so that others can follow it.",
            ),
        ),
        (
            Text(
                da="Er noget uklart, så afvis. En version kan altid indstilles igen.",
                en="If something is not clear, reject. A version can be proposed again.",
            ),
        ),
        Text(da="Du skriver kun under for din egen side.", en="You sign for your own side only."),
        ("versions",),
    ),
    Role.DPO: Guidance(
        (
            Text(da="Du rådgiver, og du holder øje.", en="You advise, and you watch over it."),
            Text(
                da="Du laver stikprøver i loggen og laver pakker til tilsynet.",
                en="You draw samples of the log and make bundles for the authority.",
            ),
        ),
        (
            Text(
                da="Se efter opslag uden grund, og efter folk, der ikke får svar.",
                en="Look for look-ups without a reason, and for people who get no answer.",
            ),
        ),
        Text(da="Du bestemmer ikke, hvad der behandles.", en="You do not decide what is processed."),
        ("spot_checks", "reviews", "bundles"),
    ),
    Role.MANAGER: Guidance(
        (
            Text(da="Du har ansvaret for brugen her.", en="You answer for the use here."),
            Text(
                da="Du sørger for hjemmel, eftersyn og tid til at vurdere selv.",
                en="You see to the legal basis, the reviews and time to judge.",
            ),
        ),
        (
            Text(
                da="Mål ikke folk på, om de følger skønnet.",
                en="Do not measure people on whether they follow the estimate.",
            ),
            Text(da="Stop værktøjet, hvis du er i tvivl.", en="Stop the tool if you are in doubt."),
        ),
        Text(
            da="Du ser tal for hold og ikke for den enkelte medarbejder.",
            en="You see figures of teams and not of one member of staff.",
        ),
        ("use", "reviews", "stop"),
    ),
    Role.REGULATOR: Guidance(
        (
            Text(
                da="Du ser det, kommunen har givet dig, til en dag.",
                en="You see what the municipality gave you, until a day.",
            ),
            Text(da="Hvert opslag, du laver, står i loggen.", en="Each look-up of yours stands in the log."),
        ),
        (Text(da="Kontrollér summerne, før du bruger en pakke.", en="Check the sums before you use a bundle."),),
        Text(da="Du ændrer intet her.", en="You change nothing here."),
        ("bundles", "processing"),
    ),
    Role.ADMINISTRATOR: Guidance(
        (
            Text(
                da="Du giver adgang til dem, der skal bruge den, og kun så længe.",
                en="You give access to those who need it, and for so long.",
            ),
            Text(da="Du fjerner adgang, når nogen skifter job.", en="You end access when somebody changes jobs."),
        ),
        (Text(da="En rolle for meget er også et brud på reglerne.", en="One role too many is a breach as well."),),
        Text(da="Du ser ingen borgere.", en="You see no citizens."),
        ("users", "organisation"),
    ),
}
"""Citizens and those who act for them are told on their own pages."""


def guidance_of(roles: Iterable[Role]) -> tuple[tuple[Role, Guidance], ...]:
    """What is to be read by someone with these roles, in the order of the list."""
    mine = frozenset(roles)
    return tuple((role, said) for role, said in GUIDANCE.items() if role in mine)
