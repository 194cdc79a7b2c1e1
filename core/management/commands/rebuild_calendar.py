"""`manage.py rebuild_calendar`: bring the calendar index up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.calendar import indexer
from core.calendar.models import IndexedObject


class Command(BaseCommand):
    help = "Bring every date of the calendar index up to date with what it is made from. Safe at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", help="host name of one site; all sites if missing")

    def handle(self, *args: Any, site: str | None = None, **options: Any) -> None:
        count = indexer.rebuild(self._site(site) if site else None)
        self.stdout.write(_("%(count)d Dinge mit Terminen geprüft.") % {"count": count})
        if stale := IndexedObject.objects.filter(stale_since__isnull=False).count():
            sentence = _("%(count)d davon sind nicht auf dem neuesten Stand, siehe Protokoll.")
            raise CommandError(sentence % {"count": stale})

    def _site(self, hostname: str) -> Site:
        try:
            return Site.objects.get(hostname=hostname)
        except (Site.DoesNotExist, Site.MultipleObjectsReturned) as error:
            raise CommandError(_("Keine eindeutige Website „%(site)s“.") % {"site": hostname}) from error
