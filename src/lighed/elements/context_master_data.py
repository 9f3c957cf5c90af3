"""The context of master data and of the registration."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.elements.context import Context
from lighed.governance import Text

MASTER_DATA_CONTEXT: Mapping[str, Context] = {
    "age": Context(
        collected=Text(
            da="Fødselsåret står i de stamdata, som kommunen har til alle sager. Kommunen spørger ikke om det.",
            en="The year of birth stands in the master data that the municipality has for every case. Nobody asks for "
            "it.",
        ),
        reading=Text(
            da="Alder er en beskyttet oplysning. Den er med, fordi forløb oftere bliver lange for ældre, og fordi man "
            "ellers ikke kan måle, om skønnet rammer lige godt.",
            en="Age is a protected attribute. It is there since courses become long more often for older people, and "
            "since one could not measure otherwise whether the estimate is equally good.",
        ),
        together_with=("years_experience", "years_since_education"),
        not_objective=Text(
            da="Året er rigtigt for næsten alle. Men når ældre får længere forløb, er det ofte arbejdsgivere, der "
            "vælger dem fra. Det ligger i tallet.",
            en="The year is right for nearly all. But when courses are longer for older people, it is often because "
            "employers pass them over. That is in the number.",
        ),
    ),
    "sex": Context(
        collected=Text(
            da="Køn står i de stamdata, som kommunen har til alle sager. Kommunen spørger ikke om det.",
            en="Sex stands in the master data that the municipality has for every case. Nobody asks for it.",
        ),
        reading=Text(
            da="Køn er en beskyttet oplysning. Læs den sammen med fag og uddannelse, som ofte betyder mere.",
            en="Sex is a protected attribute. Read it together with trade and education, which often matter more.",
        ),
        together_with=("last_occupation", "education_field"),
        not_objective=Text(
            da="Feltet har kun to værdier. Forskelle mellem køn kommer ofte af fag, børn og arbejdsgiveres valg.",
            en="The field has two values only. Differences between the sexes often come of trades, children and the "
            "choices of employers.",
        ),
    ),
    "interpreter_need": Context(
        collected=Text(
            da="En medarbejder skriver det på, når en samtale skal aftales. Det er for at kunne bestille en tolk.",
            en="An employee writes it down when a meeting is to be arranged. It is there so that an interpreter can be "
            "booked.",
        ),
        reading=Text(
            da="Et ja betyder, at nogen har skrevet det på. Det siger ikke, hvad personen kan i et job.",
            en="A yes means that somebody wrote it down. It does not tell what the person can do in a job.",
        ),
        together_with=("danish_level", "no_show_share"),
        not_objective=Text(
            da="Det bliver tit stående, efter at personen har lært dansk. Det skrives ikke på lige ofte alle steder. "
            "Feltet kan hænge sammen med herkomst.",
            en="It often stays after the person has learned Danish. It is not written down equally often everywhere. "
            "The field may stand in for origin.",
        ),
    ),
    "unemployment_fund": Context(
        collected=Text(
            da="Personen oplyser sin a-kasse, når de melder sig ledig. Det er for at få dagpenge. Vi bruger kun, "
            "hvilke fag den er for.",
            en="People name their fund when they register as unemployed. It is there so that they get their benefit. "
            "We use only which trades it is for.",
        ),
        reading=Text(
            da="Læs det som et groft bud på, hvilket fag personen kommer fra.",
            en="Read it as a rough guess at which trade the person comes from.",
        ),
        together_with=("last_occupation", "education_field"),
        not_objective=Text(
            da="Mange er i en a-kasse, der ikke følger deres fag. Feltet kan hænge sammen med, om man er i en "
            "fagforening.",
            en="Many are in a fund that does not follow their trade. The field may stand in for whether one is in a "
            "union.",
        ),
    ),
    "registration_month": Context(
        collected=Text(
            da="Fagsystemet sætter datoen, når personen melder sig ledig. Vi bruger kun måneden.",
            en="The case system sets the date when people register as unemployed. We use only the month.",
        ),
        reading=Text(
            da="Om vinteren er der få job i nogle fag. Om sommeren kommer der mange nye, som lige er blevet uddannet.",
            en="In winter there are few jobs in some trades. In summer many come who have just been trained.",
        ),
        together_with=("last_occupation", "years_since_education"),
        not_objective=None,
        objective_because=Text(
            da="Måneden er en dato, som fagsystemet selv sætter. Ingen har skrevet eller vurderet den.",
            en="The month is a date that the case system sets. Nobody wrote it down or judged it.",
        ),
    ),
}
