"""What a plugin may use once Django is ready: everything that is not in `allmende.plugin`.

Plugins import this module and no other of Allmende's, already in their models. What needs all models to be loaded
(admin views, the calendar's queries) is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.calendar.addresses import absolute, feed_path, webcal
from core.calendar.ical import Entry as CalendarEntry
from core.calendar.ical import Status as CalendarStatus
from core.calendar.ical import invitation
from core.directory.models import (
    DateModel,
    DateStatus,
    Going,
    Identity,
    Organisation,
    OwnedIdentity,
    Person,
    Place,
    Topic,
)
from core.directory.spans import shift_days, shift_span
from core.mail.notify import compose, notify
from core.mail.outbox import Message, post
from core.mail.outbox import forget as forget_mails
from core.pages.blocks import NextDatesBlock
from core.pages.forms import FirstDateForm, IdentityField, IdentityPageForm, MomentField
from core.pages.going import GoingWords, going_context
from core.pages.models import IdentityPage, PluginPage
from core.pages.own_places import FIRST_PLACE_PANELS
from core.processes.queues import enqueue_after_commit
from core.visitors import addresses, limits, links
from core.visitors.fields import MailField, NameField
from core.visitors.forms import VisitorForm
from core.visitors.links import LinkError
from core.visitors.protection import visitor_page
from core.visitors.sealed import seal, unseal

if TYPE_CHECKING:
    from core import phrases
    from core.calendar.ical import calendar_head, document, vevent
    from core.calendar.queries import by_day, entries
    from core.calendar.queries import choices as calendar_choices
    from core.calendar.queries import span as calendar_span
    from core.look import charts
    from core.pages import demo
    from core.pages.agenda import coming
    from core.pages.date_forms import DateForm, OwnedForm
    from core.pages.events_source import going_facts, page_path, public_words
    from core.pages.models.events import organisation_link
    from core.pages.navigation import view_breadcrumbs
    from core.pages.panels import DatesPanel
    from core.pages.policies import IdentityRowPolicy
    from core.pages.printing import paper_for, programme_paper, serve_paper
    from core.pages.site_tree import site_of
    from core.pages.viewsets import (
        CancelView,
        DateViewSet,
        OrganisationScopedViewSet,
        RowIndexView,
        register_identity_policy,
    )

#: Where the names live that are imported at their first use; "module" alone stands for the module itself.
LATE = {
    "CancelView": "core.pages.viewsets:CancelView",
    "DateForm": "core.pages.date_forms:DateForm",
    "DateViewSet": "core.pages.viewsets:DateViewSet",
    "DatesPanel": "core.pages.panels:DatesPanel",
    "IdentityRowPolicy": "core.pages.policies:IdentityRowPolicy",
    "OrganisationScopedViewSet": "core.pages.viewsets:OrganisationScopedViewSet",
    "OwnedForm": "core.pages.date_forms:OwnedForm",
    "RowIndexView": "core.pages.viewsets:RowIndexView",
    "by_day": "core.calendar.queries:by_day",
    "calendar_choices": "core.calendar.queries:choices",
    "calendar_head": "core.calendar.ical:calendar_head",
    "calendar_span": "core.calendar.queries:span",
    "charts": "core.look.charts",
    "coming": "core.pages.agenda:coming",
    "demo": "core.pages.demo",
    "document": "core.calendar.ical:document",
    "entries": "core.calendar.queries:entries",
    "gathered": "core.calendar.indexer:gathered",
    "going_facts": "core.pages.events_source:going_facts",
    "organisation_link": "core.pages.models.events:organisation_link",
    "page_path": "core.pages.events_source:page_path",
    "paper_for": "core.pages.printing:paper_for",
    "phrases": "core.phrases",
    "programme_paper": "core.pages.printing:programme_paper",
    "public_words": "core.pages.events_source:public_words",
    "register_identity_policy": "core.pages.viewsets:register_identity_policy",
    "serve_paper": "core.pages.printing:serve_paper",
    "site_of": "core.pages.site_tree:site_of",
    "vevent": "core.calendar.ical:vevent",
    "view_breadcrumbs": "core.pages.navigation:view_breadcrumbs",
}

__all__ = [
    "FIRST_PLACE_PANELS",
    "CalendarEntry",
    "CalendarStatus",
    "CancelView",
    "DateForm",
    "DateModel",
    "DateStatus",
    "DateViewSet",
    "DatesPanel",
    "FirstDateForm",
    "Going",
    "GoingWords",
    "Identity",
    "IdentityField",
    "IdentityPage",
    "IdentityPageForm",
    "IdentityRowPolicy",
    "LinkError",
    "MailField",
    "Message",
    "MomentField",
    "NameField",
    "NextDatesBlock",
    "Organisation",
    "OrganisationScopedViewSet",
    "OwnedForm",
    "OwnedIdentity",
    "Person",
    "Place",
    "PluginPage",
    "RowIndexView",
    "Topic",
    "VisitorForm",
    "absolute",
    "addresses",
    "by_day",
    "calendar_choices",
    "calendar_head",
    "calendar_span",
    "charts",
    "coming",
    "compose",
    "demo",
    "document",
    "enqueue_after_commit",
    "entries",
    "feed_path",
    "forget_mails",
    "going_context",
    "going_facts",
    "invitation",
    "limits",
    "links",
    "notify",
    "organisation_link",
    "page_path",
    "paper_for",
    "phrases",
    "post",
    "programme_paper",
    "public_words",
    "register_identity_policy",
    "seal",
    "serve_paper",
    "shift_days",
    "shift_span",
    "site_of",
    "unseal",
    "vevent",
    "view_breadcrumbs",
    "visitor_page",
    "webcal",
]


def __getattr__(name: str) -> Any:
    """Import a late name. Raises AttributeError for what is not public."""
    if name not in LATE:
        raise AttributeError(f"allmende.api has no {name!r}")
    module, _colon, attribute = LATE[name].partition(":")
    found = import_module(module)
    return getattr(found, attribute) if attribute else found
