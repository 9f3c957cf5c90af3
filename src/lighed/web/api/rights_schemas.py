"""The shapes of events about a person's own rights, as the contract shows them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ChannelName = Literal["digital_post", "letter", "phone", "meeting", "online", "case_system"]


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("not printable")
    return text


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a NUL sign")
    return text


PersonId = Annotated[
    str,
    Field(min_length=1, max_length=80, description="The case system's id of the person, never in the address."),
    AfterValidator(_printable),
]


class RightsDocument(BaseModel):
    """What every event has. The municipality is that of the token."""

    model_config = ConfigDict(extra="forbid")

    event_id: Annotated[UUID, Field(description="The event's own. An event counts once.")]
    person_id: PersonId
    channel: ChannelName


class InformationDocument(RightsDocument):
    """That a person was told of the tool."""

    text_version: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_printable)]
    given_on: date


class ChoiceDocument(RightsDocument):
    """What a person chose. There is no field for a reason."""

    choice: Literal["yes", "no"]


class ObjectionDocument(RightsDocument):
    """That a person objects, in the person's own words."""

    words: Annotated[str, Field(max_length=5000), AfterValidator(_without_nul)] = ""
    received_on: date


class RightsAnswer(BaseModel):
    """That the event is on record. Nothing is told of the person."""

    event_id: str
    is_new: Annotated[bool, Field(description="False where the same event had been received before.")]
