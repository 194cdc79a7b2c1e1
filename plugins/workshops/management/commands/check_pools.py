"""Compare the counters of places with what was really given away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from plugins.workshops.domain.capacity import check_pools


class Command(BaseCommand):
    help = "Vergleicht die Zähler der Plätze mit den vergebenen Plätzen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Abweichungen berichtigen")

    def handle(self, *_args: Any, **options: Any) -> None:
        drifts = check_pools(repair=options["repair"])
        for drift in drifts:
            self.stdout.write(f"Plätze {drift.pool_id}: {drift.counter} {drift.stored} → {drift.true}")
        self.stdout.write(_("Alles stimmt.") if not drifts else _("%(n)d Abweichungen.") % {"n": len(drifts)})
