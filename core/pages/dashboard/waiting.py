"""What waits for somebody: rows of core, of other parts of core (`register`), and of plugins (hook `waiting_rows`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import TaskState

from core.directory.models import Organisation, ProgressReport, Strategy
from core.hooks.contracts import Waiting
from core.hooks.dispatch import collect
from core.mail.models import OutboxMessage
from core.pages.invitations.models import LINK_AGE, Invitation

from .scope import Scope

Ask = Callable[[Scope], Iterable[Waiting]]
_asked: list[Ask] = []


def register(ask: Ask) -> Ask:
    """Add rows of a part of core: a function that is given the person's `Scope`. Plugins answer the hook instead."""
    _asked.append(ask)
    return ask


def rows(scope: Scope) -> list[Waiting]:
    """Return what waits, in order, without what is empty."""
    own = [row for ask in _asked for row in ask(scope)]
    of_plugins = collect("waiting_rows", on_site=scope.site, user=scope.user).items
    return sorted((row for row in [*own, *of_plugins] if row.count), key=lambda row: row.order)


@register
def moderation(scope: Scope) -> Iterator[Waiting]:
    """Pages that were handed in and that the person may publish."""
    states = TaskState.objects.reviewable_by(scope.user)
    count = states.filter(revision__object_id__in=scope.page_keys_as_text).count()
    label = ngettext("Eine Seite wartet auf Ihre Freigabe", "%(n)d Seiten warten auf Ihre Freigabe", count)
    url = f"{reverse('wagtailadmin_reports:workflow')}?reviewable=true"
    yield Waiting(label=label % {"n": count}, count=count, url=url, order=10)


@register
def reports(scope: Scope) -> Iterator[Waiting]:
    """Reports of progress on promises."""
    waiting = ProgressReport.objects.filter(
        state=ProgressReport.State.WAITING, commitment__strategy__in=scope.things(Strategy)
    )
    count = waiting.count()
    label = ngettext("Ein Bericht wartet auf Bestätigung", "%(n)d Berichte warten auf Bestätigung", count)
    yield Waiting(label=label % {"n": count}, count=count, url=reverse("progress:index"), order=20)


@register
def invitations(scope: Scope) -> Iterator[Waiting]:
    """Invitations that ran out, and those that may still be accepted, for people who may invite."""
    if not scope.user.has_perm("core.add_invitation"):
        return
    own = scope.things(Organisation)
    still_open = Invitation.objects.filter(organisation__in=own, accepted_at=None, withdrawn_at=None)
    before = timezone.now() - LINK_AGE
    expired = still_open.filter(sent_at__lte=before).count()
    count = still_open.filter(sent_at__gt=before).count()
    url = reverse("invitations:index")
    gone = ngettext("Eine Einladung ist abgelaufen", "%(n)d Einladungen sind abgelaufen", expired)
    label = ngettext("Eine Einladung ist noch offen", "%(n)d Einladungen sind noch offen", count)
    yield Waiting(label=gone % {"n": expired}, count=expired, url=url, order=30)
    yield Waiting(label=label % {"n": count}, count=count, url=url, order=40)


@register
def mails(scope: Scope) -> Iterator[Waiting]:
    """Mails that were given up; those of no site are for administrators."""
    if not scope.user.has_perm("core.view_outboxmessage"):
        return
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED)
    if scope.user.is_superuser:
        failed = failed.filter(Q(site=scope.site) | Q(site=None))
    else:
        failed = failed.filter(site=scope.site) if scope.is_theirs else failed.none()
    count = failed.count()
    label = ngettext("Eine E-Mail kam nicht an", "%(n)d E-Mails kamen nicht an", count)
    url = f"{reverse('outbox:index')}?state={OutboxMessage.State.FAILED}"
    yield Waiting(label=label % {"n": count}, count=count, url=url, order=50)
