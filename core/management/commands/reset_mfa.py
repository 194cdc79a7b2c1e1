"""Help for somebody who has lost both phone and recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from core.pages.accounts.sessions import end_all


class Command(BaseCommand):
    help = "Take somebody's second factor away and log them out everywhere; at the next log-in they set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="log-in name or mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["user"]
        users = list(get_user_model()._default_manager.filter(Q(username=name) | Q(email__iexact=name)))
        if len(users) != 1:
            found = _("%(count)s Konten heißen so.") % {"count": len(users)} if users else _("Ein Konto ist nicht da.")
            raise CommandError(f"{name}: {found}")
        removed, _per_model = Authenticator.objects.filter(user=users[0]).delete()
        devices = end_all(users[0])
        words = _("%(name)s: %(removed)s Einträge entfernt, auf %(devices)s Geräten abgemeldet.")
        self.stdout.write(words % {"name": users[0].get_username(), "removed": removed, "devices": devices})
