"""Registrations: one person's, or one household's, wish to take part in a session."""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..states import EXPIRING, OPEN, Channel, State
from .pools import CapacityPool
from .sessions import Session

#: No letters that look or sound like others: people read the code over the telephone.
CODE_ALPHABET = "23456789ABCDEFGHKMNPRSTUVWXYZ"
CODE_LENGTH = 10
NAME_KEY_LENGTH = 200


def new_code() -> str:
    """Return a code that nobody guesses (29¹⁰ possibilities)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


def new_secret() -> str:
    """Return what makes the links of one registration valid."""
    return secrets.token_urlsafe(16)


def name_key(name: str) -> str:
    """Return the name as it is compared: without regard to spaces, capitals and ways of writing the same letter."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()[:NAME_KEY_LENGTH]


class Registration(models.Model):
    """A registration. Only `domain` changes it, each step by compare-and-set on `revision` with an `AuditEntry`."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, verbose_name=_("Durchgang"), on_delete=models.PROTECT, related_name="registrations"
    )
    name = models.CharField(_("Name"), max_length=160)
    name_key = models.CharField(max_length=NAME_KEY_LENGTH, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    places = models.PositiveSmallIntegerField(_("Plätze"), default=1)
    state = models.CharField(_("Zustand"), max_length=12, choices=State.choices)
    queue_key = models.BigIntegerField(null=True, editable=False)
    expires_at = models.DateTimeField(_("gilt bis"), null=True, editable=False)
    address_confirmed_at = models.DateTimeField(null=True, editable=False)
    idempotency_key = models.CharField(max_length=80, editable=False)
    link_secret = models.CharField(max_length=40, default=new_secret, editable=False)
    code = models.CharField(_("Code"), max_length=CODE_LENGTH, default=new_code, editable=False)
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    channel = models.CharField(_("Weg"), max_length=8, choices=Channel.choices, default=Channel.WEB)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Angemeldet am"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idempotency_key"], name="registration_idempotency_key_once"),
            models.UniqueConstraint(fields=["code"], name="registration_code_once"),
            models.UniqueConstraint(
                fields=["session", "email", "name_key"],
                name="registration_once_per_person",
                condition=Q(state__in=sorted(OPEN)) & ~Q(email=""),
            ),
            models.CheckConstraint(
                name="registration_has_deadline",
                condition=~Q(state__in=sorted(EXPIRING)) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_waits_in_order", condition=~Q(state=State.WAITING) | Q(queue_key__isnull=False)
            ),
            models.CheckConstraint(name="registration_places_positive", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="registration_reachable",
                condition=~Q(state__in=sorted(OPEN)) | ~Q(email="") | ~Q(phone="") | Q(anonymised_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["session", "queue_key"], name="registration_queue", condition=Q(state="waiting")),
            models.Index(fields=["expires_at"], name="registration_due", condition=Q(expires_at__isnull=False)),
            models.Index(fields=["session", "state"], name="registration_by_state"),
            models.Index(fields=["email"], name="registration_by_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name or str(_("gelöschte Angaben"))

    @property
    def is_open(self) -> bool:
        """Whether this is still going on, rather than cancelled or expired."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its time is over, also if nobody has swept it away yet."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_queued(self) -> bool:
        """Whether it waits in earnest; who still has to confirm the address is not in the queue yet."""
        return self.state == State.WAITING and self.expires_at is None

    @property
    def readable_code(self) -> str:
        """The code in groups that can be read aloud: „AB3D-7GH-K2M“."""
        return "-".join([self.code[:4], self.code[4:7], self.code[7:]])


class Claim(models.Model):
    """So many places of a pool belong to a registration. The truth that the counters are checked against."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="claims")
    pool = models.ForeignKey(CapacityPool, on_delete=models.PROTECT, related_name="claims")
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["registration", "pool"], name="claim_once")]

    def __str__(self) -> str:
        return f"{self.places} × {self.pool_id}"


class AuditEntry(models.Model):
    """One step of a registration. Only appended; holds no words that people wrote."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="audit")
    number = models.PositiveIntegerField()
    action = models.CharField(_("Schritt"), max_length=30)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    places = models.PositiveSmallIntegerField(_("Plätze"))
    actor = models.CharField(_("durch"), max_length=20, help_text="self, system, organiser")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["registration_id", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["registration", "number"], name="audit_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.action}"
