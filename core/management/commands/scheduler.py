"""Run the scheduler of periodic jobs."""

from typing import Any

from django.core.management.base import BaseCommand

from core.processes.scheduler import Scheduler, timetable


class Command(BaseCommand):
    help = "Puts periodic jobs into the queues. Any number may run at once; each job is still enqueued once."

    def handle(self, *args: Any, **options: Any) -> None:
        Scheduler(timetable()).start()
