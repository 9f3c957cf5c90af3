"""The shapes of what is sent and answered, as the contract shows them; the rules themselves are the core's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Cell = str | int | float | bool | None
EstimateState = Literal["ready", "cannot_be_assessed", "already_long", "out_of_date", "not_permitted", "not_profiled"]


EventState = Literal["waiting", "done", "refused"]


class InformationGiven(BaseModel):
    """That the person was told of the tool, on or before the day of the event."""

    model_config = ConfigDict(extra="forbid")

    channel: Literal["digital_post", "letter", "phone", "meeting", "online", "case_system"]
    text_version: Annotated[str, Field(min_length=1, max_length=100)]
    given_on: date


class RegistrationDocument(BaseModel):
    """One person's registration or hand-over, with the person's history as the case system knows it.

    The tables and columns are those of a case export, which the reference describes; dates are ISO 8601.
    """

    model_config = ConfigDict(extra="forbid")

    format: Literal["lighed-registration"]
    version: Literal[1]
    event_id: Annotated[UUID, Field(description="The event's own. An event counts once.")]
    event: Literal["registration", "hand_over"]
    municipality: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    occurred_on: date
    case_system: Annotated[str, Field(min_length=1)]
    synthetic: bool
    course_id: Annotated[str, Field(min_length=1)]
    tables: dict[str, list[dict[str, Cell]]]
    information: InformationGiven | None = None


class EventDocument(RegistrationDocument):
    """One person's event of any kind, with the person's whole history as the case system knows it on that day.

    `data_changed` tells that the CV or the job log has been changed, `ended` that the course has ended.
    """

    event: Literal["registration", "data_changed", "hand_over", "ended"]  # type: ignore[assignment]


class RegistrationAnswer(BaseModel):
    """What became of the event. It holds keys and states, never a band, a number or a name."""

    event_id: str
    course: Annotated[str, Field(description="The product's own key of the course.")]
    page: Annotated[str, Field(description="Where a caseworker of the municipality sees the person.")]
    estimate: EstimateState
    is_new: Annotated[bool, Field(description="False where the same event had been received before.")]


class ProblemError(BaseModel):
    pointer: str
    code: str
    message_da: str
    message_en: str


class EventAnswer(BaseModel):
    """What became of an event. It tells nothing of the person."""

    event_id: str
    state: EventState
    received_at: datetime
    finished_at: Annotated[datetime | None, Field(description="When it was done or refused.")]
    status: Annotated[str, Field(description="Where to ask again.")]
    errors: Annotated[list[ProblemError], Field(description="Why it was refused; no value is repeated.")]


class Problem(BaseModel):
    """An error as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    detail_da: str
    code: str
    errors: list[ProblemError]
