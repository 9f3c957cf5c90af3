"""A request -> the file that the person sent with it, for the person and for whoever answers; and how to know its
bytes again, wherever they are."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.governance import can_handle
from lighed.web.models import Attachment, Person, RightsRequest, User
from lighed.web.queries.oversight.requests import handling, requests_of

_PIECE = 48
_N_PIECES = 5


def attachment_of(request: RightsRequest) -> Attachment | None:
    """What the file is, without its content."""
    return Attachment.objects.filter(request=request).defer("content").first()


def may_open(request: RightsRequest, user: User) -> bool:
    """Whether that member of staff reads the file: whoever is named to answer, and nobody else."""
    return request.assigned_to == user.username and can_handle(handling(request, by=user))


def attachment_to_answer(user: User, number: int) -> Attachment | None:
    """The file of a request that the user is named to answer."""
    request = requests_of(user).filter(pk=number, assigned_to=user.username).first()
    if request is None or not may_open(request, user):
        return None
    return Attachment.objects.filter(request=request).select_related("request").first()


def own_attachment(request: RightsRequest) -> Attachment | None:
    """The file of one of the reader's own requests."""
    return Attachment.objects.filter(request=request).select_related("request").first()


def pieces_of_attachments(person: Person) -> frozenset[bytes]:
    """Some bytes of each file that the person sent, as nobody else's file has them: what its erasure is proved by.

    A database keeps a file in parts, so there are several pieces; a plain surface of a picture is none.
    """
    mine = Attachment.objects.filter(request__person=person)
    found = {piece for one in mine.iterator(chunk_size=1) for piece in _pieces(bytes(one.content))}
    if found:
        for other in Attachment.objects.exclude(request__person=person).iterator(chunk_size=1):
            content = bytes(other.content)
            found = {piece for piece in found if piece not in content}
    return frozenset(found)


def _pieces(content: bytes) -> Iterator[bytes]:
    for part in range(1, _N_PIECES + 1):
        begins = part * len(content) // (_N_PIECES + 1)
        piece = content[begins : begins + _PIECE]
        if len(set(piece)) > _PIECE // 4:
            yield piece
