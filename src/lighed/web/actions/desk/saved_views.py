"""A user and what they have set up on the worklist -> it kept: views under a name, columns, letters of the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from lighed.governance import AuditEvent, Refused, Text
from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.web.actions.audit.chain import record
from lighed.web.models import DeskSettings, SavedView, User

MOST_VIEWS = 30
_LONGEST_NAME = 60


class ViewRefused(Refused):
    """A view that cannot be kept as it was asked for."""


def check_view_name(user: User, name: str, *, but: int | None = None) -> str:
    """Give the name to keep, trimmed.

    Parameters
    ----------
    but : the number of the view that is renamed, which may keep its own

    Raises
    ------
    ViewRefused
    """
    name = " ".join(name.split())
    if not name:
        raise ViewRefused(Text(da="Skriv et navn til visningen.", en="Write a name for the view."))
    if len(name) > _LONGEST_NAME:
        raise ViewRefused(
            Text(
                da=f"Navnet er for langt. Højst {_LONGEST_NAME} tegn.",
                en=f"The name is too long. At most {_LONGEST_NAME} characters.",
            )
        )
    if looks_like_cpr(name):
        raise ViewRefused(NO_CPR)
    others = SavedView.objects.filter(owner=user, name=name)
    if (others if but is None else others.exclude(pk=but)).exists():
        raise ViewRefused(
            Text(
                da="Du har allerede en visning med det navn. Vælg et andet navn.",
                en="You already have a view of that name. Choose another name.",
            )
        )
    return name


def check_has_team(user: User) -> None:
    """Check that there is a team to share with.

    Raises
    ------
    ViewRefused
    """
    if not user.team:
        raise ViewRefused(
            Text(
                da="Du er ikke på et team, så visningen kan ikke deles. En administrator kan skrive dit team.",
                en="You are on no team, so the view cannot be shared. An administrator can enter your team.",
            )
        )


@transaction.atomic
def save_view(
    user: User, *, name: str, query: str, columns: Sequence[str], is_shared: bool = False, audit: AuditEvent
) -> SavedView:
    """Keep filters, columns and order under a name. It holds no people, and no name that was searched for.

    Raises
    ------
    ViewRefused
        If the name cannot be used, the user has as many views as there is room for, or is to share and has no team.
    """
    # Two tabs at once must not keep the same name twice.
    User.objects.select_for_update().get(pk=user.pk)
    name = check_view_name(user, name)
    if SavedView.objects.filter(owner=user).count() >= MOST_VIEWS:
        raise ViewRefused(
            Text(
                da=f"Du har {MOST_VIEWS} visninger, og der er ikke plads til flere. Slet en først.",
                en=f"You have {MOST_VIEWS} views, and there is no room for more. Delete one first.",
            )
        )
    if is_shared:
        check_has_team(user)
    view = SavedView.objects.create(
        municipality_id=user.municipality_id,
        owner=user,
        team=user.team if is_shared else "",
        name=name,
        query=query,
        columns=list(columns),
        changed_at=audit.at,
    )
    record(audit=audit)
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, audit: AuditEvent) -> None:
    """Give a view another name.

    Raises
    ------
    ViewRefused
    """
    User.objects.select_for_update().get(pk=view.owner_id)
    _change(view, name=check_view_name(view.owner, name, but=view.pk), audit=audit)


@transaction.atomic
def change_view(view: SavedView, *, query: str, columns: Sequence[str], audit: AuditEvent) -> None:
    """Let a view show what is chosen now."""
    _change(view, query=query, columns=list(columns), audit=audit)


@transaction.atomic
def share_view(view: SavedView, *, is_shared: bool, audit: AuditEvent) -> None:
    """Let the owner's team use a view too, or no longer.

    Raises
    ------
    ViewRefused
        If the owner has no team.
    """
    if is_shared:
        check_has_team(view.owner)
    _change(view, team=view.owner.team if is_shared else "", audit=audit)


@transaction.atomic
def delete_view(view: SavedView, *, audit: AuditEvent) -> None:
    """Take a view away, from those too whose worklist opens with it."""
    DeskSettings.objects.filter(first_view=f"view-{view.pk}").update(first_view="")
    view.delete()
    record(audit=audit)


@transaction.atomic
def keep_desk_settings(user: User, *, audit: AuditEvent, **changes: object) -> None:
    """Keep how the user wants the worklist: any of the columns of `DeskSettings`."""
    DeskSettings.objects.update_or_create(user=user, defaults=changes)
    record(audit=audit)


def _change(view: SavedView, *, audit: AuditEvent, **changes: object) -> None:
    for field, value in changes.items():
        setattr(view, field, value)
    view.changed_at = audit.at
    view.save(update_fields=[*changes, "changed_at"])
    record(audit=audit)
