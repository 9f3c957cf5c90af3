"""Those who log in. Each belongs to one municipality; what they may do there follows from their roles."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lighed.governance import Right, Role, rights_of
from lighed.web.models.municipalities import Municipality
from lighed.web.models.people import Person

ROLES = [
    (Role.CASEWORKER.value, _("Caseworker")),
    (Role.PLANNER.value, _("Planner")),
    (Role.DOMAIN_EXPERT.value, _("Domain expert")),
    (Role.DATA_EXPERT.value, _("Data expert")),
    (Role.APPROVER.value, _("Approver")),
    (Role.DPO.value, _("Data protection officer")),
    (Role.MANAGER.value, _("Manager")),
    (Role.REGULATOR.value, _("Regulator")),
    (Role.ADMINISTRATOR.value, _("Administrator")),
    (Role.CITIZEN.value, _("Citizen")),
    (Role.REPRESENTATIVE.value, _("Representative")),
]


class User(AbstractBaseUser):
    """Someone who logs in. `caseworker_id` is the case system's id, which tells whose people are *mine*.

    `sees_protected` lets a member of staff see names and addresses that are protected, also of people who are not
    their own, until its last day. A citizen is bound to a `person`. A password that another one has seen, because they
    made it, is changed before anything else.
    """

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="users")
    team = models.CharField(max_length=80, blank=True)
    caseworker_id = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)
    sees_protected = models.BooleanField(default=False)
    sees_protected_until = models.DateField(null=True)
    password_is_temporary = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="users")
    reset_by = models.CharField(max_length=120, blank=True)
    """Who gave a new password or forgot the phone, where nobody else has confirmed it yet: until then no log-in."""
    reset_at = models.DateTimeField(null=True)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = (
            # One person in two spellings would be two people.
            models.UniqueConstraint(Lower("username"), name="one_user_name_in_any_case"),
        )

    def __str__(self) -> str:
        return self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles that the user has today; one that awaits another person's word is none yet."""
        today = timezone.localdate()
        given = self.role_assignments.filter(ended_at=None, valid_from__lte=today).exclude(confirmed_at=None)
        return frozenset(
            Role(role)
            for role, valid_to in given.values_list("role", "valid_to")
            if valid_to is None or valid_to >= today
        )

    @cached_property
    def rights(self) -> frozenset[Right]:
        """What the user may do today."""
        return rights_of(self.roles)

    @property
    def sees_protected_today(self) -> bool:
        """Whether protected names and addresses are shown, also of other caseworkers' people."""
        last_day = self.sees_protected_until
        return self.sees_protected and (last_day is None or last_day >= timezone.localdate())

    @property
    def role_names(self) -> str:
        """The roles in the reader's language, in the order of the list of roles."""
        return ", ".join(str(name).lower() for role, name in ROLES if role in self.roles)


class RoleAssignment(models.Model):
    """One role of one user, from a day on, and until a day where the role is given for a time. It is never changed:
    another row is added, or this one is confirmed or ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=ROLES)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    scope = models.JSONField(default=list)
    """What a representative may do for the person, as values of `ActsOn`; empty for every other role."""
    given_by = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=120, blank=True)
    """Who else has said that it is right, where it takes two; else whoever gave it. Without it the role is none yet."""
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(ended_at=None), name="one_role_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class TrainingRecord(models.Model):
    """That a user took the introduction that the AI Act asks for (Article 4): on which day, and how long it counts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="training")
    what = models.CharField(max_length=120)
    taken_on = models.DateField()
    valid_until = models.DateField()
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.taken_on}"
