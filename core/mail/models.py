"""The one outbox: every mail is a row here, written in the transaction that caused it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """A mail on its way. `key` names its cause: writing the same key twice makes one mail."""

    class State(models.TextChoices):
        QUEUED = "queued", _("wartet")
        SENDING = "sending", _("wird gesendet")
        SENT = "sent", _("gesendet")
        FAILED = "failed", _("aufgegeben")

    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(_("Anlass"), max_length=80)
    site = models.ForeignKey("wagtailcore.Site", null=True, on_delete=models.SET_NULL, related_name="+")
    reference = models.CharField(
        max_length=100, blank=True, db_index=True, help_text="„app.model:pk“ of what it is about"
    )
    language = models.CharField(max_length=12, default="de")
    to = models.EmailField(_("An"))
    sender_name = models.CharField(_("Absender"), max_length=200, blank=True)
    reply_to = models.EmailField(_("Antwort an"), blank=True)
    subject = models.CharField(_("Betreff"), max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="an iCalendar object, sent as part and as attachment")
    calendar_method = models.CharField(max_length=10, blank=True)
    state = models.CharField(_("Zustand"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    repeated = models.PositiveSmallIntegerField(
        default=0, help_text="attempts begun after one whose end is unknown, because its process died"
    )
    not_before = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    last_error = models.TextField(_("Letzter Fehler"), blank=True)
    created_at = models.DateTimeField(_("Geschrieben"), auto_now_add=True)
    sent_at = models.DateTimeField(_("Gesendet"), null=True, blank=True)

    class Meta:
        verbose_name = _("E-Mail")
        verbose_name_plural = _("E-Mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["not_before", "id"], name="outbox_due", condition=models.Q(state__in=["queued", "sending"])
            )
        ]

    def __str__(self) -> str:
        return self.subject or self.key
