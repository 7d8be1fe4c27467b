"""Who can sign in: one table for staff and persons, with a kind that never changes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from plait.foundation.clock import now
from plait.foundation.ids import new_id
from plait.foundation.models import Fact, Work


class UserManager(BaseUserManager["User"]):
    """Makes users; found by sign-in name, which is not case-sensitive."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by sign-in name."""
        return self.get(sign_in_name=(username or "").casefold())

    def create_user(self, sign_in_name: str, *, name: str, kind: str, password: str | None = None, **more: Any) -> User:
        """A new user; without a password none will ever match."""
        user = self.model(sign_in_name=sign_in_name.casefold(), name=name, kind=kind, created_at=now().utc, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. E-mail may be shared by several people; the sign-in name may not."""

    record_kind: ClassVar[str] = "work"
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=[("staff", "staff"), ("person", "person")])
    sign_in_name = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    signed_out_at = models.DateTimeField(null=True)  # login sessions that began before are over

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    def get_full_name(self) -> str:
        """The name as staff know it."""
        return self.name

    def get_short_name(self) -> str:
        """The name as staff know it."""
        return self.name


class AccountEvent(Fact):
    """What happened to an account: opened, switched off, switched on, role given, role ended, link given, and so on."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)


class SetupLink(Work):
    """A link to choose a password: for one account, once, for a day. Only a hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
