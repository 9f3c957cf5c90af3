"""What a caseworker asks a colleague about one person -> asked, answered and closed, each with a task for the other."""

from __future__ import annotations

from django.db import transaction

from lighed.governance import AuditEvent, Refused, Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import add_task
from lighed.web.models import ContactCourse, CourseState, Question, Task, User


class QuestionRefused(Refused):
    """A step that a question cannot take, and why.

    Attributes
    ----------
    field : what of the form it is about
    """

    def __init__(self, text: Text, *, field: str) -> None:
        super().__init__(text)
        self.field = field


def check_question(course: ContactCourse, *, of: User | None, words: str, by: User) -> User:
    """Refuse a question about a course that has ended, without words, or to someone who may not see the person.

    Else the colleague to ask.

    Raises
    ------
    QuestionRefused
    """
    if course.state == CourseState.ENDED:
        raise QuestionRefused(
            Text(
                da="Forløbet er sluttet. Der er ikke mere at spørge om.", en="The course has ended. Nothing is asked."
            ),
            field="words",
        )
    _check_words(words, Text(da="Skriv dit spørgsmål.", en="Write your question."), field="words")
    if of is None or not queries.colleagues(course, by).filter(pk=of.pk).exists():
        raise QuestionRefused(
            Text(da="Kollegaen har ikke adgang til borgeren.", en="The colleague has no access to the person."),
            field="of",
        )
    return of


def check_answer(question: Question, *, answer: str, by: User) -> None:
    """Refuse an answer by someone who was not asked, a second one, one to a closed question, or one without words.

    Raises
    ------
    QuestionRefused
    """
    if question.asked_of_id != by.pk:
        raise QuestionRefused(
            Text(da="Spørgsmålet er stillet til en anden.", en="Somebody else was asked."), field="answer"
        )
    if question.answered_at is not None or question.closed_at is not None:
        raise QuestionRefused(
            Text(da="Spørgsmålet er allerede besvaret eller lukket.", en="It has been answered or closed already."),
            field="answer",
        )
    _check_words(answer, Text(da="Skriv dit svar.", en="Write your answer."), field="answer")


@transaction.atomic
def ask_colleague(
    course: ContactCourse, *, of: User | None, words: str, hides_own_view: bool, by: User, audit: AuditEvent
) -> Question:
    """Ask a colleague about one person.

    Raises
    ------
    QuestionRefused
    """
    colleague = check_question(course, of=of, words=words, by=by)
    question = Question.objects.create(
        municipality_id=course.municipality_id,
        course=course,
        asked_by=by,
        asked_of=colleague,
        words=words.strip(),
        hides_own_view=hides_own_view,
        asked_at=audit.at,
    )
    add_task(course, Task.Kind.QUESTION, at=audit.at, of=colleague, question=question)
    record(audit=about(audit, municipality=course.municipality_id, subject=str(course.person_id)))
    return question


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: User, audit: AuditEvent) -> Question:
    """Answer what one was asked. The task is done with it, and the one who asked is told.

    Raises
    ------
    QuestionRefused
    """
    now = Question.objects.select_for_update().get(pk=question.pk)
    check_answer(now, answer=answer, by=by)
    now.answer, now.answered_at = answer.strip(), audit.at
    now.save(update_fields=["answer", "answered_at"])
    _end_tasks(now, by=by, audit=audit)
    add_task(now.course, Task.Kind.ANSWER, at=audit.at, of=now.asked_by, question=now)
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.course.person_id)))
    return now


@transaction.atomic
def close_question(question: Question, *, by: User, audit: AuditEvent) -> None:
    """Close what one has asked, with an answer or without. Nobody else closes it.

    Raises
    ------
    QuestionRefused
    """
    now = Question.objects.select_for_update().get(pk=question.pk)
    if now.asked_by_id != by.pk:
        raise QuestionRefused(
            Text(da="Kun den, der har spurgt, kan lukke spørgsmålet.", en="Only the one who asked can close it."),
            field="words",
        )
    if now.closed_at is None:
        now.closed_at = audit.at
        now.save(update_fields=["closed_at"])
        _end_tasks(now, by=by, audit=audit)
    record(audit=about(audit, municipality=now.municipality_id, subject=str(now.course.person_id)))


def _end_tasks(question: Question, *, by: User, audit: AuditEvent) -> None:
    waiting = Task.objects.filter(municipality=question.municipality_id, question=question, done_at=None)
    waiting.update(done_at=audit.at, done_by=by.name)


def _check_words(words: str, lacking: Text, *, field: str) -> None:
    if not words.strip():
        raise QuestionRefused(lacking, field=field)
    if looks_like_cpr(words):
        raise QuestionRefused(NO_CPR, field=field)
