"""A user -> the regulator's bundles of their municipality: all of them, or those that are shared with a regulator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lighed.governance import Right, Role, Text
from lighed.web.models import BundleContent, BundleShare, RegulatorBundle, User


@dataclass(frozen=True, slots=True)
class BundleRow:
    """A bundle, with whom it is shared, and whether its content is still kept."""

    bundle: RegulatorBundle
    shares: tuple[BundleShare, ...]
    is_kept: bool
    today: date

    @property
    def open_shares(self) -> tuple[BundleShare, ...]:
        return tuple(one for one in self.shares if one.is_open(today=self.today))

    @property
    def missing(self) -> tuple[Text, ...]:
        """What a whole bundle would have had besides."""
        return tuple(Text(**one) for one in self.bundle.missing)


def bundles_of(user: User, *, today: date) -> list[BundleRow]:
    """What the user may see, the newest first."""
    bundles = RegulatorBundle.objects.filter(municipality=user.municipality_id).order_by("-number")
    kept = set(BundleContent.objects.filter(bundle__in=bundles).values_list("bundle_id", flat=True))
    rows = [
        BundleRow(one, tuple(one.shares.all()), one.pk in kept, today)
        for one in bundles.prefetch_related("shares__regulator")
    ]
    if Right.MAKE_BUNDLES in user.rights:
        return rows
    return [row for row in rows if any(one.regulator_id == user.pk for one in row.open_shares)]


def bundle_for(user: User, number: int, *, today: date) -> BundleRow | None:
    """One of them; what the user may not see does not exist to them."""
    return next((row for row in bundles_of(user, today=today) if row.bundle.number == number), None)


def own_share(row: BundleRow, user: User) -> BundleShare | None:
    """The share by which a regulator sees the bundle."""
    return next((one for one in row.open_shares if one.regulator_id == user.pk), None)


def content_of(bundle: RegulatorBundle) -> bytes | None:
    """The zip as it was made; None where it is no longer kept."""
    zipped = BundleContent.objects.filter(bundle=bundle).values_list("zipped", flat=True).first()
    return None if zipped is None else bytes(zipped)


def regulators_of(municipality: str) -> list[User]:
    """Those who have the role of regulator today, by name."""
    users = User.objects.filter(municipality=municipality, is_active=True, person=None).order_by("name", "username")
    return [one for one in users if Role.REGULATOR in one.roles]


def last_day_as_regulator(user: User, *, today: date) -> date | None:
    """The last day of the role, after which no share helps."""
    given = user.role_assignments.filter(role=Role.REGULATOR.value, ended_at=None, valid_from__lte=today)
    return given.exclude(confirmed_at=None).values_list("valid_to", flat=True).first()
