"""What the tests of load let other processes do: reads calls like `["seed", 50, "at_once"]`, one in a line, as JSON."""

from __future__ import annotations

import json
import random
import sys
import threading
from collections import Counter
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from core.mail.models import OutboxMessage  # noqa: E402
from core.visitors.models import RateCount  # noqa: E402
from plugins.workshops.domain import cancelling, confirming  # noqa: E402
from plugins.workshops.domain.capacity import open_pool, set_capacity  # noqa: E402
from plugins.workshops.domain.looking import look_at  # noqa: E402
from plugins.workshops.domain.promoting import promote_all  # noqa: E402
from plugins.workshops.domain.registering import Wish, register  # noqa: E402
from plugins.workshops.domain.scheduling import reschedule  # noqa: E402
from plugins.workshops.domain.sweeping import expire_due  # noqa: E402
from plugins.workshops.errors import RegistrationError  # noqa: E402
from plugins.workshops.models import CapacityPool, Registration, Session, SessionPool  # noqa: E402
from plugins.workshops.states import EXPIRING, OPEN, State  # noqa: E402
from plugins.workshops.wording import CONFIRM, registration_url  # noqa: E402
from tests.plugins.workshops.factories import DAY, make_page, make_session, make_workshop  # noqa: E402
from tests.plugins.workshops.invariants import violations  # noqa: E402


def seed(places: int, address_check: str) -> dict[str, Any]:
    """Make a whole site with one workshop."""
    page = make_page(title="Kleine Allianzen")
    session = make_session(places, workshop=page.identity, address_check=address_check)
    return {"path": f"/workshops/anmelden/{session.key}/"}


def seed_full(address_check: str) -> dict[str, Any]:
    """Make a whole site with one workshop that has no place left and no waiting list."""
    page = make_page(title="Kleine Allianzen")
    session = make_session(1, workshop=page.identity, address_check=address_check, waiting_list=False)
    register(look_at(session.key), Wish(name="Ada", email="ada@example.org"))
    return {"path": f"/workshops/anmelden/{session.key}/"}


def report() -> dict[str, Any]:
    """Say how things stand."""
    waiting = Registration.objects.filter(state=State.WAITING, expires_at=None).order_by("queue_key", "pk")
    return {
        "states": dict(Counter(Registration.objects.values_list("state", flat=True))),
        "taken": list(CapacityPool.objects.order_by("pk").values_list("taken", flat=True)),
        "queue": list(waiting.values_list("email", flat=True)),
        "mails": OutboxMessage.objects.count(),
        "limits": RateCount.objects.filter(purpose__startswith="workshops.").count(),
        "violations": violations(),
    }


def confirmation_links() -> list[str]:
    """Return the links that were mailed to those who still have to confirm."""
    unheard = Registration.objects.filter(expires_at__isnull=False).select_related("session__workshop__site")
    return [registration_url("confirm", CONFIRM, registration) for registration in unheard.order_by("pk")]


# -- a crowd that does everything at once, without HTTP ------------------------------------------


def seed_stress() -> dict[str, Any]:
    """Make two sessions with places of their own that share those of a house."""
    workshop = make_workshop()
    sessions = [
        make_session(20, workshop=workshop),
        make_session(12, workshop=workshop, address_check="hold", dates=2),
    ]
    house = open_pool(sessions[0], 28)
    SessionPool.objects.create(session=sessions[1], pool=house)
    return {"sessions": [session.pk for session in sessions]}


def stress(number: int, threads: int, rounds: int) -> dict[str, Any]:
    """Do things at random in several threads; return how often each was done, refused, or broke."""
    counts: Counter[str] = Counter()
    crowd = [Crowd(number * 100 + thread, counts) for thread in range(threads)]
    running = [threading.Thread(target=member.live, args=(rounds,)) for member in crowd]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return dict(counts)


def swept() -> dict[str, Any]:
    """Let the sweeper run until nothing is left to do."""
    done = {"expired": expire_due(), "promoted": promote_all()}
    while promote_all():
        pass
    return done


class Crowd:
    """One thread of the crowd, always the same for the same number."""

    ACTIONS = (
        *(["register"] * 8 + ["send_twice"] * 3 + ["cancel"] * 5 + ["confirm"] * 4 + ["answer_offer"] * 3),
        *("fewer", "expire", "expire", "sweep", "change_capacity", "move", "disown"),
    )

    def __init__(self, number: int, counts: Counter[str]) -> None:
        self.random = random.Random(number)
        self.counts = counts

    def live(self, rounds: int) -> None:
        for _round in range(rounds):
            action = self.random.choice(self.ACTIONS)
            try:
                getattr(self, action)()
                self.counts[action] += 1
            except RegistrationError as error:
                self.counts[f"refused: {error.code}"] += 1
            except Exception as error:  # noqa: BLE001 -- whatever it is, the test must see it
                self.counts[f"broken: {action}: {type(error).__name__}: {error}"[:300]] += 1
        connection.close()

    def register(self, key: str = "") -> None:
        person = self.random.randrange(60)
        extra = {"key": key} if key else {}
        wish = Wish(name=f"P{person}", email=f"p{person}@example.org", places=self.random.choice([1, 1, 2, 3]), **extra)
        session = self.random.choice(list(Session.objects.order_by("pk")))
        register(look_at(session.key), wish)

    def send_twice(self) -> None:
        self.register(f"form-{self.random.randrange(150)}")

    def cancel(self) -> None:
        if registration := self._somebody(*OPEN):
            cancelling.cancel(registration)

    def disown(self) -> None:
        if registration := self._somebody(*OPEN):
            cancelling.disown(registration)

    def fewer(self) -> None:
        if registration := self._somebody(*OPEN):
            cancelling.give_places_back(registration, 1)

    def confirm(self) -> None:
        if registration := self._somebody(State.UNCONFIRMED, State.WAITING):
            confirming.confirm(registration)

    def answer_offer(self) -> None:
        if registration := self._somebody(State.OFFERED):
            self.random.choice([confirming.accept_offer, confirming.decline_offer])(registration)

    def expire(self) -> None:
        """Let somebody's time be over, as if hours had gone by."""
        if registration := self._somebody(*EXPIRING):
            Registration.objects.filter(pk=registration.pk, state__in=EXPIRING).update(expires_at=timezone.now())
        expire_due()

    def sweep(self) -> None:
        promote_all()

    def change_capacity(self) -> None:
        pools = list(CapacityPool.objects.order_by("pk"))
        set_capacity(self.random.choice(pools), self.random.choice([8, 12, 20, 28]))

    def move(self) -> None:
        date = self.random.choice(list(Session.objects.order_by("pk"))).dates.order_by("pk")[0]
        by = self.random.choice([-1, 1]) * DAY
        reschedule(date, starts_at=date.starts_at + by, ends_at=date.ends_at + by)

    def _somebody(self, *states: str) -> Registration | None:
        found = list(Registration.objects.filter(state__in=states).order_by("pk"))
        return self.random.choice(found) if found else None


if __name__ == "__main__":
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(globals()[name](*arguments)), flush=True)  # noqa: T201
