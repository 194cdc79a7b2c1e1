"""Registering for a session."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from .. import mails
from ..errors import NoRoomError, RegistrationError, SessionChangedError
from ..models import CapacityPool, Registration, Session
from ..models.registrations import name_key
from ..states import OPEN, AddressCheck, Channel, State
from .cancelling import expire
from .claiming import claim, queue, take_guarded, take_locked
from .locks import broken_constraint, lock_pools
from .looking import Look, look_at
from .opening import check_open
from .transitions import SELF, Actor, record

#: So often the dates of a session may change while somebody is registering before we ask to try again.
ATTEMPTS = 3
COLLISIONS = frozenset({"registration_idempotency_key_once", "registration_once_per_person"})


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for. `key` is the same for the same form sent twice; the e-mail address is normalised."""

    name: str
    email: str = ""
    phone: str = ""
    places: int = 1
    language: str = "de"
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    channel: str = Channel.WEB
    actor: Actor = SELF


@dataclass(frozen=True)
class Outcome:
    """What came of it. `state` is what a stranger would get too; only the mail knows more."""

    state: State
    registration: Registration | None = None


def register(look: Look, wish: Wish) -> Outcome:
    """Register, or put on the waiting list, and write the mail that says so.

    Asking again with the same key gives the first outcome. A person who is registered already gets a mail with the
    link to that registration, and the same outcome as everybody else. Raises `RegistrationError` with the reason if
    it is refused.
    """
    for _attempt in range(ATTEMPTS):
        earlier, twin = _look_for_earlier(look.session, wish)
        if earlier:
            return Outcome(first_state(earlier), earlier)
        try:
            return _register(look, wish, twin)
        except SessionChangedError:
            look = look_at(look.session.key)
    raise RegistrationError("busy")


def first_state(registration: Registration) -> State:
    """Return the state that a registration had in the beginning, for showing the first outcome again."""
    return State(registration.audit.values_list("after", flat=True).get(number=1))


def must_confirm(session: Session, email: str, actor: Actor) -> bool:
    """Whether the address must be confirmed first; not without an address, and not what the organisation enters."""
    return session.address_check == AddressCheck.HOLD and bool(email) and actor.kind == SELF.kind


def queue_position_now() -> int:
    """Return the place behind everybody who waits now; call it while the pools are locked."""
    return int(timezone.now().timestamp() * 1_000_000)


def _look_for_earlier(session: Session, wish: Wish) -> tuple[Registration | None, Registration | None]:
    """Return what this very form made before, and an open registration of the same person."""
    same_person = Q(session=session, email=wish.email, name_key=name_key(wish.name), state__in=OPEN) & ~Q(email="")
    found = list(Registration.objects.filter(Q(idempotency_key=wish.key) | same_person))
    for registration in found:
        registration.session = session
    earlier = next((one for one in found if one.idempotency_key == wish.key), None)
    twin = next((one for one in found if one.idempotency_key != wish.key), None)
    return earlier, twin


def _register(look: Look, wish: Wish, twin: Registration | None) -> Outcome:
    check_open(look.session)
    _check_places(look, wish)
    if twin and twin.is_overdue and expire(twin):
        twin = None
    if not look.has_room(wish.places) and not look.session.waiting_list:
        raise RegistrationError("full")
    if twin:
        return _remind(look, wish, twin)
    try:
        return _take_or_wait(look, wish)
    except IntegrityError as error:
        return _after_collision(look, wish, error)


def _check_places(look: Look, wish: Wish) -> None:
    if wish.places > look.session.max_places:
        raise RegistrationError("too_many")
    if look.capacity is not None and wish.places > look.capacity:
        raise RegistrationError("too_large")


def _take_or_wait(look: Look, wish: Wish) -> Outcome:
    if look.has_room(wish.places):
        try:
            return _take_place(look, wish)
        except NoRoomError:
            if not look.session.waiting_list:
                look.ensure_unchanged({pool.pk: pool for pool in look_at(look.session.key).pools})
                raise RegistrationError("full") from None
    return _join_waiting_list(look, wish)


def _take_place(look: Look, wish: Wish) -> Outcome:
    """Inserts first, counters last: the pools' rows are locked for one statement and the commit."""
    registration = _draft(look.session, wish, _holding_state(look.session, wish))
    message = mails.compose_state(registration)
    with transaction.atomic():
        registration.save(force_insert=True)
        claim(registration, look.pool_ids)
        record(registration, "register", wish.actor)
        mails.post_about(registration, message)
        take_guarded(look.pools, wish.places)
    return Outcome(State(registration.state), registration)


def _join_waiting_list(look: Look, wish: Wish) -> Outcome:
    """The own row first, then the pools: whoever finds room under the lock gets the place after all."""
    registration = _draft(look.session, wish, State.WAITING)
    message = mails.compose_state(registration)
    with transaction.atomic():
        registration.save(force_insert=True)
        pools = lock_pools(look.pool_ids)
        look.ensure_unchanged(pools)
        if all(pool.fits(wish.places) for pool in pools.values()) and not _others_wait(look):
            message = _give_place_after_all(registration, wish, pools)
        else:
            _stand_in_queue(registration, look.pool_ids)
        record(registration, "register", wish.actor)
        mails.post_about(registration, message)
    return Outcome(State(registration.state), registration)


def _others_wait(look: Look) -> bool:
    """Whether people of other sessions wait for the same places: the sweeper decides between them."""
    queued = Registration.objects.filter(state=State.WAITING, expires_at=None, session__pools__in=look.pool_ids)
    return queued.exclude(session=look.session).exists()


def _give_place_after_all(
    registration: Registration, wish: Wish, pools: dict[int, CapacityPool]
) -> mails.Message | None:
    """Nobody of this session who waits fits, or they would have been offered a place before: nobody is overtaken."""
    registration.state = _holding_state(registration.session, wish)
    registration.expires_at = _deadline(registration.session, registration.state)
    registration.queue_key = None
    registration.save(update_fields=["state", "expires_at", "queue_key"])
    take_locked(registration, pools)
    return mails.compose_state(registration)


def _stand_in_queue(registration: Registration, pool_ids: list[int]) -> None:
    """Give the place in the queue under the lock, so that the order of the queue is the order of commits."""
    registration.queue_key = queue_position_now()
    Registration.objects.filter(pk=registration.pk).update(queue_key=registration.queue_key)
    if registration.is_queued:
        queue(pool_ids, registration.places)


def _holding_state(session: Session, wish: Wish) -> State:
    return State.UNCONFIRMED if must_confirm(session, wish.email, wish.actor) else State.CONFIRMED


def _deadline(session: Session, state: State) -> dt.datetime | None:
    if state != State.UNCONFIRMED:
        return None
    return min(filter(None, [timezone.now() + dt.timedelta(minutes=session.hold_minutes), session.starts_at]))


def _draft(session: Session, wish: Wish, state: State) -> Registration:
    unheard = state == State.WAITING and must_confirm(session, wish.email, wish.actor)
    return Registration(
        session=session,
        name=" ".join(wish.name.split()),
        name_key=name_key(wish.name),
        email=wish.email,
        phone=wish.phone,
        places=wish.places,
        state=state,
        queue_key=queue_position_now() if state == State.WAITING else None,
        expires_at=_deadline(session, State.UNCONFIRMED if unheard else state),
        idempotency_key=wish.key,
        language=wish.language,
        channel=wish.channel,
    )


def _remind(look: Look, wish: Wish, twin: Registration) -> Outcome:
    """Tell the mailbox what is true, and whoever asks only what a stranger would get."""
    with transaction.atomic():
        mails.post_about(twin, mails.compose_again(twin, wish.key))
    return Outcome(_holding_state(look.session, wish) if look.has_room(wish.places) else State.WAITING)


def _after_collision(look: Look, wish: Wish, error: IntegrityError) -> Outcome:
    """Another request was faster: the same form sent twice, or the same person a second time."""
    if broken_constraint(error) not in COLLISIONS:
        raise error
    earlier, twin = _look_for_earlier(look.session, wish)
    if earlier:
        return Outcome(first_state(earlier), earlier)
    if twin is None:
        raise SessionChangedError from error
    return _remind(look, wish, twin)
