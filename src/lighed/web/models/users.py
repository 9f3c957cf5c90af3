"""Those who log in. Each belongs to one municipality and sees its people only."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from lighed.web.models.municipalities import Municipality


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")


class User(AbstractBaseUser):
    """A member of staff. `caseworker_id` is the case system's id, which tells whose people are *mine*."""

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="users")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CASEWORKER)
    team = models.CharField(max_length=80, blank=True)
    caseworker_id = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username
