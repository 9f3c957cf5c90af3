"""A request -> the file that the person sent with it, for the person and for whoever answers."""

from __future__ import annotations

from lighed.governance import can_handle
from lighed.web.models import Attachment, RightsRequest, User
from lighed.web.queries.oversight.requests import handling, requests_of


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
