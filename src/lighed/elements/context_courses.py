"""The context of what earlier courses and the one that runs tell."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.elements.context import Context, joined
from lighed.governance import Text

_COURSES = Text(
    da="Kommunen og a-kassen fører forløbet i fagsystemet. Det er for at holde styr på samtaler, frister og ret til "
    "penge.",
    en="The municipality and the unemployment fund keep the course in the case system. It is there to keep track of "
    "meetings, deadlines and the right to money.",
)
_END = Text(
    da="Når forløbet slutter, vælger en medarbejder grunden på en liste.",
    en="When the course ends, an employee picks the reason from a list.",
)
_MEETINGS = Text(
    da="En medarbejder skriver efter hver samtale, om den blev holdt.",
    en="After each meeting an employee writes whether it was held.",
)
_WHO = Text(
    da="Fagsystemet gemmer, hvem der har sagen hvornår.",
    en="The case system keeps who has the case and when.",
)


def _of(own: Text | None, *, reading: Text, not_objective: Text, together_with: tuple[str, ...]) -> Context:
    return Context(
        collected=_COURSES if own is None else joined(_COURSES, own),
        reading=reading,
        not_objective=not_objective,
        together_with=together_with,
    )


COURSE_CONTEXT: Mapping[str, Context] = {
    "n_earlier_courses": _of(
        None,
        reading=Text(
            da="Tallet gælder de seneste fem år. To forløb med højst 28 dage imellem tæller som ét.",
            en="The number is of the last five years. Two courses with at most 28 days between them count as one.",
        ),
        together_with=("weeks_earlier_courses", "last_occupation", "ended_in_job"),
        not_objective=Text(
            da="Fag med sæson og korte job giver mange forløb. Det siger mere om faget end om personen.",
            en="Trades with seasons and short jobs give many courses. That tells more of the trade than of the person.",
        ),
    ),
    "weeks_last_course": _of(
        None,
        reading=Text(
            da="Et langt forløb er ikke en dom. Det kan have været et år med få job.",
            en="A long course is no verdict. It may have been a year with few jobs.",
        ),
        together_with=("n_earlier_courses", "last_end_reason", "last_occupation"),
        not_objective=Text(
            da="Et forløb kan stå åbent, efter at personen er kommet videre. Regler og job var måske også anderledes.",
            en="A course may stand open after the person has moved on. Rules and jobs may have been different too.",
        ),
    ),
    "weeks_earlier_courses": _of(
        None,
        reading=Text(
            da="Det er uger i alt på fem år. Det kan være ét langt forløb eller flere korte.",
            en="It is weeks in all in five years. It may be one long course or several short ones.",
        ),
        together_with=("n_earlier_courses", "weeks_last_course", "ended_in_job"),
        not_objective=Text(
            da="En lukket arbejdsplads, sygdom eller barsel kan ligge bag. Tallet ved ikke hvorfor.",
            en="A closed workplace, illness or parental leave may lie behind it. The number does not know why.",
        ),
    ),
    "weeks_since_last_course": _of(
        None,
        reading=Text(
            da="Kort tid kan være en sæson eller et vikariat. Lang tid er ofte tid i job.",
            en="A short time may be a season or a temporary job. A long time is often time in work.",
        ),
        together_with=("years_since_last_job", "weeks_last_course", "last_end_reason"),
        not_objective=Text(
            da="Tiden imellem kan også være sygdom, orlov eller et ophold i et andet land. Det ses ikke her.",
            en="The time between may also be illness, leave or a stay abroad. That is not seen here.",
        ),
    ),
    "last_end_reason": _of(
        _END,
        reading=Text(
            da="Læs det som det, der blev skrevet. Spørg personen, hvis det betyder noget.",
            en="Read it as what was written. Ask the person, if it matters.",
        ),
        together_with=("ended_in_job", "weeks_last_course"),
        not_objective=Text(
            da="Grunden er et valg, som en medarbejder tog. Nogle steder vælger man tit andet, og så siger det lidt.",
            en="The reason is a choice that an employee made. In some places one often picks other, and then it tells "
            "little.",
        ),
    ),
    "ended_in_job": _of(
        _END,
        reading=Text(
            da="100 procent betyder, at alle forløb sluttede med job. Er der kun ét, er tallet 0 eller 100.",
            en="100 per cent means that every course ended in work. If there is only one, the number is 0 or 100.",
        ),
        together_with=("n_earlier_courses", "last_end_reason"),
        not_objective=Text(
            da="Et job, som ingen skrev ned, tæller ikke. Et job i få dage kan tælle lige så meget som et fast job.",
            en="A job that nobody wrote down does not count. A job of a few days may count as much as a lasting one.",
        ),
    ),
    "meetings_of_asked": _of(
        _MEETINGS,
        reading=Text(
            da="100 procent er lige så mange samtaler, som reglerne krævede i de dage.",
            en="100 per cent is as many meetings as the rules asked for in those days.",
        ),
        together_with=("caseworker_changes", "no_show_share", "cancelled_share"),
        not_objective=Text(
            da="Tallet viser mest, hvor travlt der var hos kommunen. Det er ikke noget, personen har valgt.",
            en="The number mostly shows how busy the municipality was. It is nothing that the person chose.",
        ),
    ),
    "no_show_share": _of(
        _MEETINGS,
        reading=Text(
            da="Tallet viser, at personen ikke kom. Det viser ikke hvorfor.",
            en="The number shows that the person did not come. It does not show why.",
        ),
        together_with=("cancelled_share", "meetings_of_asked", "interpreter_need"),
        not_objective=Text(
            da="Nogle skriver udeblivelse, hvor andre skriver afbud. Et brev, der ikke blev læst, eller en tid, der "
            "ikke passede, kan ligge bag.",
            en="Some write that one stayed away where others write that one cancelled. A letter that was not read, or "
            "a time that did not suit, may lie behind it.",
        ),
    ),
    "cancelled_share": _of(
        _MEETINGS,
        reading=Text(
            da="Den, der melder afbud, har sagt til. Det er noget andet end at blive væk.",
            en="Whoever cancels has said so. That is something else than staying away.",
        ),
        together_with=("no_show_share", "meetings_of_asked"),
        not_objective=Text(
            da="Sygdom, en jobsamtale og en tid, der ikke passede, tæller ens. Det ses ikke, hvem der aflyste.",
            en="Illness, a job interview and a time that did not suit count alike. One cannot see who cancelled.",
        ),
    ),
    "caseworker_changes": _of(
        _WHO,
        reading=Text(
            da="Tallet er skift for hvert halve år. Det handler om kommunen og ikke om personen.",
            en="The number is changes per half-year. It is about the municipality and not about the person.",
        ),
        together_with=("meetings_of_asked", "weeks_earlier_courses"),
        not_objective=Text(
            da="Ferie og nye hold på kontoret tæller også som skift. Personen har ikke bestemt noget af det.",
            en="Holidays and new teams at the office count as changes too. The person decided none of it.",
        ),
    ),
    "weeks_in_course": _of(
        Text(
            da="Sagen går fra a-kassen til kommunen efter et antal timer uden job.",
            en="The case goes from the fund to the municipality after a number of hours without work.",
        ),
        reading=Text(
            da="Mange uger kan betyde, at personen har haft timer i job undervejs.",
            en="Many weeks may mean that the person has had hours of work on the way.",
        ),
        together_with=("current_meetings_of_asked", "applications_per_week"),
        not_objective=Text(
            da="Dagen følger timer og ikke uger. Deltid og ferie flytter den, og det ses ikke her.",
            en="The day follows hours and not weeks. Part-time work and holidays move it, and that is not seen here.",
        ),
    ),
    "current_meetings_of_asked": _of(
        _MEETINGS,
        reading=Text(
            da="100 procent betyder, at der blev holdt de samtaler, som reglerne krævede.",
            en="100 per cent means that the meetings were held that the rules asked for.",
        ),
        together_with=("current_no_shows", "current_caseworker_changes", "weeks_in_course"),
        not_objective=Text(
            da="Tallet viser mest, hvad a-kassen nåede. Ikke alle skriver samtaler ned på samme måde.",
            en="The number mostly shows what the fund found time for. Not all write meetings down alike.",
        ),
    ),
    "current_no_shows": _of(
        _MEETINGS,
        reading=Text(
            da="Tallet er 0 eller 1 for de fleste. Én gang siger meget lidt.",
            en="The number is 0 or 1 for most. Once tells very little.",
        ),
        together_with=("current_meetings_of_asked", "no_show_share"),
        not_objective=Text(
            da="Den, der skriver, afgør, om det hedder afbud eller udeblivelse. Spørg, hvad der skete.",
            en="Whoever writes it decides whether one cancelled or stayed away. Ask what happened.",
        ),
    ),
    "current_caseworker_changes": _of(
        _WHO,
        reading=Text(
            da="Et skift kan betyde, at noget skal fortælles igen. Det er ikke noget, personen har gjort.",
            en="A change may mean that something must be told again. It is nothing that the person did.",
        ),
        together_with=("current_meetings_of_asked", "weeks_in_course"),
        not_objective=Text(
            da="Ferie og nye hold tæller som skift. Tallet siger mest om, hvordan arbejdet er delt.",
            en="Holidays and new teams count as changes. The number mostly tells how the work is divided.",
        ),
    ),
}
