"""A letter and its PDF -> one message of Digital Post, in the national format MeMo 1.1."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

MEMO = "https://DigitalPost.dk/MeMo-1"
_VERSION = {"memoVersion": "1.1", "memoSchVersion": "1.1.0"}
_LONGEST = 256
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ID_TYPE = "Andet"
"""Neither a CPR nor a CVR number: this product holds none. Whoever sends puts the CPR number in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter that is ready to leave.

    Attributes
    ----------
    recipient_id, recipient_name : the case system's id of the person, and the person's name
    is_test : of a template that is tried out; it goes to nobody
    """

    key: UUID
    municipality: str
    organisation: str
    recipient_id: str
    recipient_name: str
    title: str
    language: str
    made_at: datetime
    pdf: bytes
    is_test: bool = False


def as_memo(letter: Outgoing) -> bytes:
    """The message: a header for the post system, and the letter as its one document.

    The title and the name are all that can be read before the letter is opened, and no notice says more.
    """
    ElementTree.register_namespace("memo", MEMO)
    message = ElementTree.Element(_name("Message"), _VERSION)
    header = _part(message, "MessageHeader")
    title = f"TEST: {letter.title}" if letter.is_test else letter.title
    _values(
        header, messageType="DIGITALPOST", messageUUID=str(letter.key), label=title, mandatory="false",
        legalNotification="false",
    )  # fmt: skip
    _values(
        _part(header, "Sender"),
        senderID=letter.municipality, idType=_ID_TYPE, idTypeLabel="Kommunekode", label=letter.organisation,
    )  # fmt: skip
    _values(
        _part(header, "Recipient"),
        recipientID=letter.recipient_id, idType=_ID_TYPE, idTypeLabel="Id i fagsystemet",
        label=letter.recipient_name,
    )  # fmt: skip
    body = _part(message, "MessageBody")
    made = letter.made_at.astimezone(UTC)
    _values(body, createdDateTime=f"{made:%Y-%m-%dT%H:%M:%SZ}")
    document = _part(body, "MainDocument")
    _values(document, mainDocumentID=str(letter.key), label=title)
    _values(
        _part(document, "File"),
        encodingFormat="application/pdf", filename="brev.pdf", language=letter.language,
        content=b64encode(letter.pdf).decode(),
    )  # fmt: skip
    return bytes(ElementTree.tostring(message, encoding="utf-8", xml_declaration=True))


def _name(tag: str) -> str:
    return f"{{{MEMO}}}{tag}"


def _part(parent: ElementTree.Element, tag: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, _name(tag))


def _values(parent: ElementTree.Element, **values: str) -> None:
    for tag, value in values.items():
        _part(parent, tag).text = value if tag == "content" else _short(value)


def _short(text: str) -> str:
    """A text that the format takes: in one line, without signs that XML has no place for, and never empty."""
    return " ".join(_NOT_IN_XML.sub("", text).split())[:_LONGEST].strip() or "–"
