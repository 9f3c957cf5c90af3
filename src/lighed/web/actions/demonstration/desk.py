"""Made-up municipalities -> a desk on which work is under way: words of people, flags, questions, and their tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from lighed.governance import AuditEvent, AuditKind, Role
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.citizen.own_words import keep_own_words
from lighed.web.actions.desk.flags import answer_flags, flag_element
from lighed.web.actions.desk.questions import answer_question, ask_colleague
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import ContactCourse, CourseState, DataFlag, PersonWords, Task, User


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What somebody made up said, so many days ago; to the caseworker where it was `heard`."""

    days: int
    work: str = ""
    on_the_way: str = ""
    important: str = ""
    words: str = ""
    wants_help_with: str = ""
    is_heard: bool = False


_WORDS = (
    _Said(
        days=1,
        work="Kontor eller administration. Helst 25–30 timer om ugen.",
        important="At jeg ved, hvad I forventer af mig.",
        wants_help_with="At skrive en ansøgning, der ikke ligner alle andres.",
    ),
    _Said(
        days=2,
        work="Chauffør på lastbil igen, gerne i nærheden.",
        on_the_way="Jeg har en samtale hos en vognmand på torsdag.",
        wants_help_with="At forny mit kvalifikationsbevis.",
    ),
    _Said(
        days=3,
        work="Pædagogmedhjælper eller noget andet med børn.",
        on_the_way="Jeg har søgt ind på pædagoguddannelsen. Jeg får svar til sommer.",
        important="At vi taler om, hvad jeg kan, og ikke kun om regler.",
    ),
    _Said(
        days=4,
        work="Noget, jeg kan cykle til.",
        words="Jeg har ikke haft en computer før nu. Derfor står der ikke så meget i min joblog.",
        wants_help_with="Jobloggen.",
    ),
    _Said(
        days=6,
        work="Kok eller køkkenassistent.",
        important="At der er tolk med, når det er vigtigt. Til hverdag klarer jeg mig på dansk.",
    ),
    _Said(
        days=8,
        work="Projektleder i byggeriet.",
        on_the_way="Nej, men jeg taler med to firmaer.",
        important="Korte samtaler på telefon. Så når jeg også at søge.",
    ),
    _Said(
        days=9,
        words="Vil gerne skifte fag efter 20 år i butik. Ved ikke endnu, til hvad.",
        wants_help_with="At finde ud af, hvad jeg ellers kan.",
        is_heard=True,
    ),
    _Said(
        days=12,
        work="Elektriker. Jeg er ved at få min uddannelse godkendt i Danmark.",
        important="At I ved, at det tager tid med papirerne.",
        wants_help_with="Kontakt til et firma, hvor jeg kan komme i praktik.",
    ),
)
_WRONG_LICENCE = ("has_car_licence", DataFlag.Kind.WRONG, "Kørekortet er taget i august. Det står ikke i CV’et.")
_FLAGS = (
    _WRONG_LICENCE,
    (
        "weeks_since_cv_update",
        DataFlag.Kind.IRRELEVANT,
        "Mange retter først CV’et, når vi beder om det. Det siger ikke noget om, hvor langt forløbet bliver.",
    ),
    ("n_regions", DataFlag.Kind.IRRELEVANT, "Uden bil kan man kun søge, hvor der går bus."),
)
_ANSWER = "Vi har rettet kilden. Kørekort fra i år bliver nu læst med."


@transaction.atomic
def lay_out_desk(municipalities: Iterable[str], *, audit: AuditEvent) -> None:
    """Let the made-up people and staff of each municipality write to one another, once its users have been made.

    Run again, it adds nothing.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code in sorted(municipalities):
        caseworker = User.objects.filter(username=f"demo-{code}", is_demo=True).first()
        planner = User.objects.filter(username=f"demo-{code}-planner", is_demo=True).first()
        expert = User.objects.filter(username=f"demo-{code}-domain-expert", is_demo=True).first()
        if caseworker is None or planner is None or expert is None or _is_laid_out(code):
            continue
        courses = _courses(caseworker)
        at_work = replace(about(audit, municipality=code), kind=AuditKind.CHANGE)
        _let_people_write(courses, caseworker, audit=at_work)
        _flag(courses, caseworker, expert, audit=at_work)
        _ask(courses, caseworker, planner, audit=at_work)
        record(audit=about(audit, municipality=code))


def _is_laid_out(municipality: str) -> bool:
    return PersonWords.objects.filter(municipality=municipality).exists()


def _courses(caseworker: User) -> list[ContactCourse]:
    """The caseworker's own people, newest first, then those of the team. Whoever can log in is left out: that page
    waits for its first words."""
    running = ContactCourse.objects.filter(municipality=caseworker.municipality_id, person__users=None)
    running = running.exclude(state=CourseState.ENDED).exclude(person__has_protected_address=True)
    running = running.select_related("person", "municipality").order_by("-registered_on", "key")
    own = running.filter(caseworker_id=caseworker.caseworker_id)
    team = running.filter(team=caseworker.team).exclude(caseworker_id=caseworker.caseworker_id)
    return [*own, *team][: len(_WORDS)]


def _let_people_write(courses: list[ContactCourse], caseworker: User, *, audit: AuditEvent) -> None:
    for course, said in zip(courses, _WORDS, strict=False):
        actor = caseworker.username if said.is_heard else Role.CITIZEN.value
        kept = keep_own_words(
            course,
            answers={key: getattr(said, key) for key, _ in queries.OWN_QUESTIONS},
            words=said.words,
            wants_help_with=said.wants_help_with,
            is_from_person=not said.is_heard,
            audit=replace(audit, actor=actor, criterion="own words"),
        )
        then = audit.at - timedelta(days=said.days)
        PersonWords.objects.filter(pk=kept.pk).update(recorded_at=then)
        Task.objects.filter(course=course, kind=Task.Kind.OWN_WORDS).update(made_at=then)


def _flag(courses: list[ContactCourse], caseworker: User, expert: User, *, audit: AuditEvent) -> None:
    flags = list(_flagged(courses, caseworker, audit=replace(audit, actor=caseworker.username, criterion="flag")))
    answered = [one for one in flags if one.element == _WRONG_LICENCE[0]]
    if answered:
        done = replace(audit, actor=expert.username, criterion="feedback answered")
        answer_flags(answered, answer=_ANSWER, by=expert, audit=done)


def _flagged(courses: list[ContactCourse], caseworker: User, *, audit: AuditEvent) -> Iterator[DataFlag]:
    for number, (element, kind, words) in enumerate(_FLAGS):
        course = next((one for one in courses[number:] if element in queries.elements_of(one)), None)
        if course is not None:
            yield flag_element(course, element=element, kind=kind, words=words, by=caseworker, audit=audit)


def _ask(courses: list[ContactCourse], caseworker: User, planner: User, *, audit: AuditEvent) -> None:
    if not courses:
        return
    asked = ask_colleague(
        courses[0],
        of=planner,
        words="Jeg er i tvivl om, hvor tit vi skal tale sammen i starten. Hvad ville du gøre?",
        hides_own_view=True,
        by=caseworker,
        audit=replace(audit, actor=caseworker.username, criterion="question"),
    )
    answer_question(
        asked,
        answer="Jeg ville begynde med hver anden uge og se på det igen efter den første samtale.",
        by=planner,
        audit=replace(audit, actor=planner.username, criterion="question answered"),
    )
    ask_colleague(
        courses[1 % len(courses)],
        of=caseworker,
        words="Kan den næste samtale tages på telefon her?",
        hides_own_view=False,
        by=planner,
        audit=replace(audit, actor=planner.username, criterion="question"),
    )
