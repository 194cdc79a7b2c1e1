"""What people are told by mail. Composed before a transaction where possible, posted inside it.

Every function returns None for people without an e-mail address: the organisation sees them in its list and calls.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from allmende.api import Message, compose, invitation, phrases, post

from .models import Registration, Session, SessionDate
from .states import State
from .wording import CONFIRM, DISOWN, MANAGE, registration_url, words_of

REQUEST, CANCEL = "REQUEST", "CANCEL"


def post_about(registration: Registration, message: Message | None) -> None:
    """Write a composed mail into the outbox, in the transaction of what it tells."""
    if message is not None:
        post(replace(message, reference=reference_of(registration)))


def reference_of(registration: Registration) -> str:
    """Return the name under which the outbox keeps all mails about a registration."""
    return f"workshops.registration:{registration.pk}"


# -- the kinds -----------------------------------------------------------------------------------------------------


def compose_state(registration: Registration) -> Message | None:
    """Say where the registration stands now: confirmed, to be confirmed, waiting, or a place is offered."""
    if registration.state == State.CONFIRMED:
        return _compose(registration, "confirmed", calendar=_calendar(registration, REQUEST), disown=True)
    if registration.state == State.OFFERED:
        return _compose(registration, "offer", **_offer(registration))
    if registration.is_queued:
        return _compose(registration, "waiting", disown=True)
    return _compose(registration, "confirm", disown=True, **_confirmation(registration))


def compose_again(registration: Registration, request_key: str) -> Message | None:
    """Tell somebody who registers a second time where the first registration stands. One mail for each request."""
    state, key = State(registration.state), f"{request_key}:again"
    if state == State.OFFERED:
        return _compose(registration, "again", key=key, state=state, **_offer(registration))
    if registration.expires_at is not None:
        return _compose(registration, "confirm", key=key, disown=True, **_confirmation(registration))
    return _compose(registration, "again", key=key, state=state)


def compose_cancelled(registration: Registration, before: State, actor: Any) -> Message | None:
    """Say that the registration is cancelled, and take the date out of the calendar where it was put in."""
    calendar = _calendar(registration, CANCEL) if before == State.CONFIRMED else ""
    return _compose(registration, "cancelled", calendar=calendar, manage=False, by_organiser=actor.kind == "organiser")


def compose_expired(registration: Registration, before: State) -> Message | None:
    """Tell who had an offer, or waited in vain. An address that nobody confirmed gets no further mail."""
    kinds = {State.OFFERED: "offer_over", State.WAITING: "waiting_over"}
    unheard = before == State.WAITING and not registration.session.has_begun
    if before not in kinds or unheard:
        return None
    return _compose(registration, kinds[before], manage=False)


def compose_places(registration: Registration) -> Message | None:
    """Say how many places are left after some were given back."""
    return _compose(registration, "places")


def compose_called_off(registration: Registration, before: State, note: str) -> Message | None:
    """Say that the whole session does not take place."""
    calendar = _calendar(registration, CANCEL) if before == State.CONFIRMED else ""
    return _compose(registration, "called_off", calendar=calendar, manage=False, note=note)


def compose_date_called_off(registration: Registration, date: SessionDate, note: str) -> Message | None:
    """Say that one of several dates does not take place."""
    calendar = _invitation(registration, date, CANCEL) if registration.state == State.CONFIRMED else ""
    key = f"{date.uid.hex}:{date.sequence}:off"
    rest = _rest(registration, date)
    return _compose(registration, "date_called_off", key=key, calendar=calendar, note=note, dates=[date], rest=rest)


def compose_moved(registration: Registration, date: SessionDate, before: SessionDate, note: str) -> Message | None:
    """Say when and where a date takes place now; the calendar entry moves along."""
    calendar = _invitation(registration, date, REQUEST) if registration.state == State.CONFIRMED else ""
    key = f"{date.uid.hex}:{date.sequence}:moved"
    with override(registration.language):
        was = ", ".join(filter(None, [_when(before), before.place.address if before.place else ""]))
    return _compose(registration, "moved", key=key, calendar=calendar, note=note, was=was, dates=[date])


def compose_reminder(registration: Registration, date: SessionDate) -> Message | None:
    """Remind of a date."""
    return _compose(registration, "reminder", key=f"{date.uid.hex}:{date.sequence}:reminder", dates=[date])


# -- how they are made -----------------------------------------------------------------------------------------------


def _compose(
    registration: Registration,
    kind: str,
    *,
    key: str = "",
    calendar: str = "",
    dates: list[SessionDate] | None = None,
    disown: bool = False,
    manage: bool = True,
    **more: Any,
) -> Message | None:
    if not registration.email:
        return None
    session = registration.session
    organisation = session.workshop.organisation
    dates = session.planned_dates or session.ordered_dates if dates is None else dates
    with override(registration.language):
        context = {
            "name": registration.name,
            "title": words_of(session.workshop, registration.language).title,
            "words": f"workshops/mail/{kind}.words.txt",
            "places": registration.places,
            "facts": _facts(registration, dates),
            "organisation": organisation.title if organisation else "",
            "organisation_phone": organisation.phone if organisation else "",
            "manage_url": registration_url("manage", MANAGE, registration) if manage else "",
            "disown_url": registration_url("disown", DISOWN, registration) if disown else "",
            "calendar_url": _calendar_url(registration),
            **more,
        }
    return compose(
        f"workshops.{kind}",
        key=f"workshops:{registration.key.hex}:{key or f'{registration.revision}:{kind}'}",
        to=registration.email,
        site=session.workshop.site,
        language=registration.language,
        context=context,
        sender_name=organisation.title if organisation else "",
        reply_to=organisation.email if organisation else "",
        calendar=calendar,
        calendar_method=_method(calendar),
    )


def _method(calendar: str) -> str:
    if not calendar:
        return ""
    return CANCEL if f"METHOD:{CANCEL}" in calendar else REQUEST


def _offer(registration: Registration) -> dict[str, Any]:
    with override(registration.language):
        return {
            "action_url": registration_url("offer", MANAGE, registration),
            "action_text": _("Platz annehmen oder ablehnen"),
            "until": _until(registration),
        }


def _confirmation(registration: Registration) -> dict[str, Any]:
    with override(registration.language):
        return {
            "action_url": registration_url("confirm", CONFIRM, registration),
            "action_text": _("Anmeldung bestätigen"),
            "until": _until(registration),
            "waits": registration.state == State.WAITING,
            "manage": False,
        }


def _until(registration: Registration) -> str:
    return phrases.moment_phrase(registration.expires_at) if registration.expires_at else ""


def _facts(registration: Registration, dates: list[SessionDate]) -> list[tuple[str, str]]:
    facts = []
    for date in dates:
        facts.append((_("Wann"), _when(date)))
        facts.append((_("Wo"), date.place.address if date.place else ""))
    if registration.session.is_online:
        link = registration.session.online_link if registration.state == State.CONFIRMED else ""
        facts.append((_("Online"), link or _("Den Zugang bekommen Sie mit der Bestätigung.")))
    if registration.places > 1:
        facts.append((_("Plätze"), str(registration.places)))
    facts.append((_("Name"), registration.name))
    return [fact for fact in facts if fact[1]]


def _when(date: SessionDate) -> str:
    return phrases.date_phrase(date.starts_at, date.ends_at, all_day=date.all_day)


def _rest(registration: Registration, date: SessionDate) -> list[str]:
    with override(registration.language):
        return [_when(other) for other in registration.session.planned_dates if other.pk != date.pk]


def _calendar_url(registration: Registration) -> str:
    """A mail can carry one date; several are fetched as a file."""
    several = len(registration.session.planned_dates) > 1 and registration.state == State.CONFIRMED
    return registration_url("calendar", MANAGE, registration) if several else ""


def _calendar(registration: Registration, method: str) -> str:
    """The only date of the session as an invitation or its withdrawal; "" where there are several."""
    dates = registration.session.ordered_dates
    return _invitation(registration, dates[0], method) if len(dates) == 1 else ""


def _invitation(registration: Registration, date: SessionDate, method: str) -> str:
    if not registration.email:
        return ""
    session = registration.session
    workshop, organisation = session.workshop, session.workshop.organisation
    words = words_of(workshop, registration.language)
    return invitation(
        method=method,
        uid=date.uid,
        sequence=date.sequence,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        all_day=date.all_day,
        title=words.title,
        description=_description(session, words.lead),
        location=date.place.address if date.place else "",
        url=words.url,
        organizer_name=organisation.title if organisation else "",
        organizer_email=organisation.email if organisation else "",
        attendee_name=registration.name,
        attendee_email=registration.email,
        stamp=timezone.now(),
        language=registration.language,
    )


def _description(session: Session, lead: str) -> str:
    return "\n\n".join(filter(None, [lead, session.online_link]))
