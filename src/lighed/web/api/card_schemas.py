"""The shapes of the estimate card as a case system fetches it, in the manner of CDS Hooks."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

MOST_IN_SUMMARY = 140


class CardSource(BaseModel):
    label: str
    topic: Annotated[str, Field(description="The version and the legal basis that the estimate was made under.")]


class CardLink(BaseModel):
    label: str
    url: str
    type: Literal["absolute"] = "absolute"


class OverrideReason(BaseModel):
    code: str
    display: str


class CardAnswer(BaseModel):
    """What the named caseworker may see of one course, and no more."""

    uuid: Annotated[UUID, Field(description="The card's own, the same until the estimate is made again.")]
    status: Literal["ready", "cannot_assess", "already_long", "out_of_date", "not_profiled"]
    summary: Annotated[str, Field(max_length=MOST_IN_SUMMARY)]
    detail: Annotated[str, Field(description="Lines of plain text.")]
    indicator: Literal["info"] = "info"
    source: CardSource
    links: list[CardLink]
    overrideReasons: list[OverrideReason]
