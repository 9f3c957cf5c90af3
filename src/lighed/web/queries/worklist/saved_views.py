"""A user -> the views of the worklist that they may use: those that come with the tool, their own, their team's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from lighed.web.models import DeskSettings, SavedView, User
from lighed.web.queries.profiling import ProfilingStatus
from lighed.web.queries.scope import courses_of
from lighed.web.queries.worklist.choices import BY_ESTIMATE, MINE, WorklistChoices
from lighed.web.queries.worklist.filters import condition
from lighed.web.queries.worklist.offered import in_words, named_values, usable

EVERYONE = "all"
"""The view without filters; named in the address only where another view is opened first."""
_SHIPPED: tuple[tuple[str, str | Promise, str], ...] = (
    ("new", gettext_lazy("New this week"), "new=week"),
    ("hand-over", gettext_lazy("Hand-over within 7 days"), "hand_over=7"),
    ("soon", gettext_lazy("Deadline within 14 days"), "deadline=14"),
    ("to-assess", gettext_lazy("Own assessment missing"), "level=missing"),
    ("not-assessed", pgettext_lazy("view", "Cannot be assessed"), "estimate=cannot_be_assessed"),
    ("written", gettext_lazy("The person has written"), "words=yes"),
)


@dataclass(frozen=True, slots=True)
class View:
    """One view. `number` is that of a saved one; a shipped one is nobody's, and is neither renamed nor deleted."""

    key: str
    name: str
    choices: WorklistChoices
    columns: tuple[str, ...]
    number: int | None = None
    owner: str = ""
    is_own: bool = False
    team: str = ""

    @property
    def query(self) -> str:
        return self.choices.query(view=self.key)

    def is_as_saved(self, choices: WorklistChoices) -> bool:
        """Whether nothing has been changed since the view was opened."""
        return self.choices.kept == choices.kept and not choices.name


@dataclass(frozen=True, slots=True)
class ListedView:
    """A view as its own page tells of it: what it shows, in words, and how many people that is now."""

    view: View
    said: tuple[str, ...]
    left_out: tuple[str, ...]
    n: int
    is_first: bool


def desk_settings(user: User) -> DeskSettings:
    """How the user has set up the worklist; as it comes, where they have not."""
    return DeskSettings.objects.filter(user=user).first() or DeskSettings(user=user)


def views_of(user: User, profiling: ProfilingStatus) -> tuple[View, ...]:
    """The shipped ones, then the user's own, then their team's. Whose people they are comes first."""
    shipped = [
        View(key, str(name), _choices(query), ())
        for key, name, query in (*_of_their_own(user), *_SHIPPED)
        if profiling.is_on or not _choices(query).filters.keys() & BY_ESTIMATE
    ]
    shared = Q(team=user.team) & ~Q(team="")
    saved = SavedView.objects.filter(Q(owner=user) | shared, municipality_id=user.municipality_id)
    found = [_view(one, user) for one in saved.select_related("owner").order_by("name", "pk")]
    return (*shipped, *sorted(found, key=lambda one: not one.is_own))


def _of_their_own(user: User) -> Iterator[tuple[str, str | Promise, str]]:
    """The user's own people, where the case system knows the user, and their team's."""
    if user.caseworker_id:
        yield "mine", gettext_lazy("My people"), urlencode({"caseworker": MINE})
    if user.team:
        yield "team", gettext_lazy("My team"), urlencode({"team": user.team})


def own_view(user: User, number: int) -> SavedView | None:
    """The user's own saved view `number`. Another's is not theirs to change."""
    return SavedView.objects.filter(owner=user, pk=number).first()


def listed_views(
    user: User, views: Sequence[View], *, profiling: ProfilingStatus, first: str, today: date
) -> tuple[ListedView, ...]:
    """The views with their numbers of people, all counted at once."""
    kept = [usable(view.choices, profiling) for view in views]
    counts = {
        f"view_{position}": Count("pk", filter=condition(choices, user=user, profiling=profiling, today=today))
        for position, (choices, _) in enumerate(kept)
    }
    found = courses_of(user).aggregate(**counts) if counts else {}
    named = named_values(user, profiling)
    return tuple(
        ListedView(
            view=view,
            said=in_words(choices, named, profiling),
            left_out=left_out,
            n=found[f"view_{position}"],
            is_first=view.key == first,
        )
        for position, (view, (choices, left_out)) in enumerate(zip(views, kept, strict=True))
    )


def _view(saved: SavedView, user: User) -> View:
    return View(
        key=f"view-{saved.pk}",
        name=saved.name,
        choices=_choices(saved.query),
        columns=tuple(str(one) for one in saved.columns),
        number=saved.pk,
        owner=saved.owner.name,
        is_own=saved.owner_id == user.pk,
        team=saved.team,
    )


def _choices(query: str) -> WorklistChoices:
    return WorklistChoices.read(dict(parse_qsl(query)))
