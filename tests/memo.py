"""A message of Digital Post -> what in it is not as MeMo 1.1 is published: elements, order, lengths, forms.

The official schema could not be had here. These are its fields for the elements that a letter uses, as two public
programs that send by it have them.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field
from xml.etree import ElementTree

_NAMESPACE = "{https://DigitalPost.dk/MeMo-1}"
_UUID = r"[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-4[a-fA-F0-9]{3}-[aAbB89][a-fA-F0-9]{3}-[a-fA-F0-9]{12}"
_BOOLEAN = "true|false"


@dataclass(frozen=True)
class Field:
    """One element: how its text must look, or what is in it, in the order in which it must stand."""

    is_required: bool = False
    form: str = ".{1,256}"
    parts: dict[str, Field] = field(default_factory=dict)


_PARTY = {
    "idType": Field(is_required=True, form="CPR|CVR|Andet"),
    "idTypeLabel": Field(),
    "label": Field(is_required=True),
}
_MESSAGE = {
    "MessageHeader": Field(
        is_required=True,
        parts={
            "messageType": Field(is_required=True, form="DIGITALPOST|NEMSMS"),
            "messageUUID": Field(is_required=True, form=_UUID),
            "messageID": Field(),
            "messageCode": Field(),
            "label": Field(is_required=True),
            "notification": Field(form=".{1,150}"),
            "additionalNotification": Field(),
            "reply": Field(form=_BOOLEAN),
            "replyByDateTime": Field(form=".+Z"),
            "doNotDeliverUntilDate": Field(form=r"\d{4}-\d\d-\d\d"),
            "mandatory": Field(is_required=True, form=_BOOLEAN),
            "legalNotification": Field(is_required=True, form=_BOOLEAN),
            "postType": Field(),
            "Sender": Field(is_required=True, parts={"senderID": Field(is_required=True), **_PARTY}),
            "Recipient": Field(is_required=True, parts={"recipientID": Field(is_required=True), **_PARTY}),
        },
    ),
    "MessageBody": Field(
        is_required=True,
        parts={
            "createdDateTime": Field(is_required=True, form=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
            "MainDocument": Field(
                is_required=True,
                parts={
                    "mainDocumentID": Field(),
                    "label": Field(),
                    "File": Field(
                        is_required=True,
                        parts={
                            "encodingFormat": Field(is_required=True, form="application/pdf"),
                            "filename": Field(is_required=True),
                            "language": Field(is_required=True, form="[a-z]{2}"),
                            "content": Field(is_required=True, form=r"[A-Za-z0-9+/]+={0,2}"),
                        },
                    ),
                },
            ),
        },
    ),
}


def faults_of(message: bytes) -> list[str]:
    """Everything that is not as published; nothing for a message that is."""
    root = ElementTree.fromstring(message)
    if root.tag != f"{_NAMESPACE}Message":
        return [f"the root is {root.tag}"]
    found = [] if root.attrib == {"memoVersion": "1.1", "memoSchVersion": "1.1.0"} else [f"versions: {root.attrib}"]
    found += _faults(root, _MESSAGE, "Message")
    for content in root.iter(f"{_NAMESPACE}content"):
        try:
            b64decode(content.text or "", validate=True)
        except Error:
            found.append("the document is not in base64")
    return found


def _faults(element: ElementTree.Element, allowed: dict[str, Field], where: str) -> list[str]:
    names = [child.tag.removeprefix(_NAMESPACE) for child in element]
    order = [name for name in allowed if name in names]
    found = [f"{where}: {name} is not known" for name in names if name not in allowed]
    found += [f"{where}: {name} is missing" for name, one in allowed.items() if one.is_required and name not in names]
    if not found and names != order:
        found.append(f"{where}: the order is {names}")
    for child, name in zip(element, names, strict=True):
        one = allowed.get(name)
        if one is None:
            continue
        if one.parts:
            found += _faults(child, one.parts, f"{where}/{name}")
        elif not re.fullmatch(one.form, child.text or "", re.DOTALL):
            found.append(f"{where}/{name} is not of the form {one.form}")
    return found
