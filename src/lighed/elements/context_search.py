"""The context of what people look for, and of what their job log tells."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.elements.context import Context, joined
from lighed.governance import Text

_GOALS = Text(
    da="Personen skriver selv i sit CV, hvad de søger job som. Det skal hjælpe med at finde job, der passer.",
    en="People write in their CV what they look for work as. It is there to help find jobs that fit.",
)
_LOG = Text(
    da="Personen skriver selv sine ansøgninger i jobloggen. Det er en pligt, når man er ledig, og loggen bruges til "
    "at se, om man søger job.",
    en="People write their applications into the job log. It is a duty of whoever is unemployed, and the log is used "
    "to see whether one looks for work.",
)
_OUTCOMES = Text(
    da="Personen skriver også selv, hvad der kom ud af ansøgningen.",
    en="People also write themselves what came of the application.",
)
_REGION = Text(da="Hver ansøgning har en landsdel.", en="Each application has a region.")


def _of(
    collected: Text, *, reading: Text, not_objective: Text, together_with: tuple[str, ...], own: Text | None = None
) -> Context:
    return Context(
        collected=collected if own is None else joined(collected, own),
        reading=reading,
        not_objective=not_objective,
        together_with=together_with,
    )


GOAL_CONTEXT: Mapping[str, Context] = {
    "n_job_goals": _of(
        _GOALS,
        reading=Text(
            da="Flere mål giver flere job at søge. Ét mål kan være rigtigt, hvis faget mangler folk.",
            en="More targets open more jobs to apply for. One can be right, if the trade lacks people.",
        ),
        together_with=("goal_breadth", "goals_worked_in", "weeks_since_cv_update"),
        not_objective=Text(
            da="Nogle får at vide, at de skal skrive flere mål på. Så viser tallet rådet og ikke ønsket.",
            en="Some are told to write down more targets. Then the number shows the advice and not the wish.",
        ),
    ),
    "goal_breadth": _of(
        _GOALS,
        reading=Text(
            da="Tallet viser, hvor forskellige målene er. Det viser ikke, hvad personen helst vil.",
            en="The number shows how different the targets are. It does not show what people would like most.",
        ),
        together_with=("n_job_goals", "within_goals", "n_regions"),
        not_objective=Text(
            da="Listen over job er lavet til at tælle med. To mål kan ligge tæt i virkeligheden og langt fra hinanden "
            "på listen.",
            en="The list of jobs was made for counting. Two targets may be close in real life and far apart on the "
            "list.",
        ),
    ),
    "goal_distance": _of(
        _GOALS,
        own=Text(
            da="Afstanden findes på listen over job, DISCO-08.",
            en="The distance is found on the list of jobs, DISCO-08.",
        ),
        reading=Text(
            da="0 er samme job, og 4 er et helt andet fag. At skifte kan være et godt valg.",
            en="0 is the same job, and 4 is quite another trade. To change can be a good choice.",
        ),
        together_with=("last_occupation", "goals_worked_in", "years_last_occupation"),
        not_objective=Text(
            da="Afstanden er målt på en liste og ikke på en arbejdsplads. Nogle skift er lette, selv om tallet er "
            "højt.",
            en="The distance is measured on a list and not at a workplace. Some changes are easy though the number is "
            "high.",
        ),
    ),
    "goals_worked_in": _of(
        _GOALS,
        own=Text(da="Målene holdes op mod job i CV'et.", en="The targets are held against the jobs in the CV."),
        reading=Text(
            da="100 procent betyder, at personen har prøvet alle sine mål. Et lavt tal kan være et ønske om at skifte.",
            en="100 per cent means that the person has tried every target. A low number may be a wish for change.",
        ),
        together_with=("goal_distance", "years_experience", "n_job_goals"),
        not_objective=Text(
            da="Kun job, der står i CV'et, tæller. Arbejde uden løn og job i andre lande mangler ofte.",
            en="Only jobs that the CV lists count. Work without pay and jobs abroad are often missing.",
        ),
    ),
    "goal_commonness": _of(
        _GOALS,
        own=Text(
            da="Målet holdes op mod, hvad andre med samme uddannelse har arbejdet som.",
            en="The target is held against what others with the same education have worked as.",
        ),
        reading=Text(
            da="Tallet siger, hvad andre har gjort. Et sjældent mål er ikke et forkert mål.",
            en="The number tells what others have done. A rare target is not a wrong one.",
        ),
        together_with=("education_field", "goal_distance", "last_job_commonness"),
        not_objective=Text(
            da="Tallet viser, hvem der før har fået jobbene. Har nogle fået færre, end de burde, så ses det også i "
            "tallet.",
            en="The number shows who got the jobs before. If some got fewer than they should, that is in the number "
            "too.",
        ),
    ),
}

JOB_LOG_CONTEXT: Mapping[str, Context] = {
    "n_regions": _of(
        _LOG,
        own=_REGION,
        reading=Text(
            da="Flere landsdele giver flere job at søge. Én kan være nok, hvor der er mange job.",
            en="More regions open more jobs to apply for. One can be enough where there are many jobs.",
        ),
        together_with=("outside_main_region", "has_car_licence", "applications_per_week"),
        not_objective=Text(
            da="Børn, bolig og bil afgør, hvor langt man kan tage på arbejde. Tallet ligner et valg og er det ikke "
            "altid.",
            en="Children, housing and a car decide how far one can travel to work. The number looks like a choice, "
            "and is not always one.",
        ),
    ),
    "outside_main_region": _of(
        _LOG,
        own=_REGION,
        reading=Text(
            da="Tallet siger, hvor spredt man søger. Der skal være ti ansøgninger, før det kan bruges.",
            en="The number tells how widely one applies. It takes ten applications before it can be used.",
        ),
        together_with=("n_regions", "applications_per_week"),
        not_objective=Text(
            da="Landsdele er ikke lige store. Den, der bor tæt på en grænse, ser ud til at søge mere spredt.",
            en="Regions are not equally large. Whoever lives near a border seems to apply more widely.",
        ),
    ),
    "applications_per_week": _of(
        _LOG,
        reading=Text(
            da="Tallet er det, der er skrevet ned. Få kan være gode, og mange kan være spildt.",
            en="The number is what was written down. Few can be good, and many can be wasted.",
        ),
        together_with=("interview_rate", "within_goals", "weeks_since_application"),
        not_objective=Text(
            da="Mange skriver kun så meget, som de skal. Den, der ringer eller spørger sig for, ser ud til at søge "
            "mindre.",
            en="Many write only as much as they must. Those who call or ask around seem to apply less.",
        ),
    ),
    "interview_rate": _of(
        _LOG,
        own=_OUTCOMES,
        reading=Text(
            da="5 procent betyder, at 5 af 100 ansøgninger gav en samtale. Små forskelle betyder ikke noget.",
            en="5 per cent means that 5 of 100 applications led to an interview. Small differences mean nothing.",
        ),
        together_with=("applications_per_week", "within_goals", "last_occupation"),
        not_objective=Text(
            da="Arbejdsgivere vælger, og de vælger ikke altid lige. Et lavt tal kan skyldes dem. Svar bliver tit ikke "
            "skrevet ned.",
            en="Employers choose, and do not always choose fairly. A low number may be due to them. Answers are often "
            "not written down.",
        ),
    ),
    "within_goals": _of(
        _LOG,
        own=Text(
            da="Ansøgningerne holdes op mod jobmålene i CV'et.",
            en="The applications are held against the job targets in the CV.",
        ),
        reading=Text(
            da="Et lavt tal kan betyde, at målene i CV'et er gamle og bør rettes.",
            en="A low number may mean that the targets in the CV are old and should be put right.",
        ),
        together_with=("n_job_goals", "goal_breadth", "weeks_since_cv_update"),
        not_objective=Text(
            da="Personen vælger selv, hvad jobbet hedder på listen. Det samme job kan tælle både med og ikke med.",
            en="People pick what the job is called on the list. The same job may count or not count.",
        ),
    ),
    "weeks_since_application": _of(
        _LOG,
        reading=Text(
            da="Et højt tal kan være en pause, et job på vej eller en log, som ingen har skrevet i.",
            en="A high number may be a break, a job on its way, or a log that nobody has written in.",
        ),
        together_with=("applications_per_week", "years_since_last_job"),
        not_objective=Text(
            da="Tallet viser, hvornår der er skrevet i loggen. Job søges også ved at ringe og spørge venner, og det "
            "står der sjældent.",
            en="The number shows when the log was written in. People also look for work by calling and asking "
            "friends, and that is seldom written.",
        ),
    ),
    "earlier_n_regions": _of(
        _LOG,
        own=_REGION,
        reading=Text(
            da="Tallet er fra før. Brug det til at se, om personen nu søger mere eller mindre spredt.",
            en="The number is from before. Use it to see whether the person now applies more or less widely.",
        ),
        together_with=("n_regions", "n_earlier_courses"),
        not_objective=Text(
            da="Bolig og familie kan være en anden i dag. Et gammelt tal siger ikke, hvad man kan nu.",
            en="Home and family may be different today. An old number does not tell what one can do now.",
        ),
    ),
    "earlier_interview_rate": _of(
        _LOG,
        own=_OUTCOMES,
        reading=Text(
            da="Tallet er fra før. Det viser, hvor tit en ansøgning plejede at give en samtale.",
            en="The number is from before. It shows how often an application used to lead to an interview.",
        ),
        together_with=("interview_rate", "last_end_reason"),
        not_objective=Text(
            da="Der var andre job og andre arbejdsgivere dengang. Et svar, der ikke blev skrevet ned, tæller som intet "
            "svar.",
            en="There were other jobs and other employers then. An answer that was not written down counts as none.",
        ),
    ),
}
