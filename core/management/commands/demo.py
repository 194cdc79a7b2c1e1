"""Build the demonstration content."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.pages import demo


class Command(BaseCommand):
    """`manage.py demo` builds all of it, `--first` only what the first page needs."""

    help = "Baut die Vorführung auf; ein zweiter Aufruf ändert nichts, an einem späteren Tag rücken die Termine nach."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--first", action="store_true", help="nur Startseite und Verzeichnisse")

    def handle(self, *args: Any, **options: Any) -> None:
        demo.build_frame() if options["first"] else demo.build()
        self.stdout.write(demo.describe())
