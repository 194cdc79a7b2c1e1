"""Two organisations and a second site. Everything that is none of the editor's business bears the word `SECRET`.

The walk of `test_every_admin_address.py` needs one foreign row for every model that an admin view is about; of models
that are not named here it makes one itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site, Task, UploadedFile, Workflow

from core.directory.models import EventDate, Membership, Person, Place, Topic
from core.mail.models import OutboxMessage
from core.pages.models import AllianceIndexPage, EventPage, OrganisationIndexPage, OrganisationPage
from plugins.workshops.models import Registration, Session, SessionDate, WorkshopPage
from tests.factories import (
    AlliancePageFactory,
    EventDateFactory,
    EventPageFactory,
    MembershipFactory,
    OrganisationPageFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
    UserFactory,
    make_coordinator,
    make_editor,
    make_site,
    translate,
)
from tests.plugins.workshops.factories import WorkshopPageFactory, book, make_session

SECRET = "Kanarienvogel"


@dataclass
class World:
    """What is looked at, and by whom."""

    site: Site
    editor: Any
    own: OrganisationPage
    own_event: EventPage
    foreign: OrganisationPage
    foreign_event: EventPage
    foreign_workshop: WorkshopPage
    foreign_rows: dict[type[Model], Model]
    #: Values of parameters in addresses that name no model of their own.
    arguments: dict[str, Any]


def build() -> World:
    """Make everything."""
    site = make_site()
    index = OrganisationIndexPage.objects.child_of(site.root_page).get()
    own = OrganisationPageFactory(parent=index, title="Werkhof")
    foreign = OrganisationPageFactory(parent=index, title="Tafelladen")
    own_event = EventPageFactory(parent=own, title="Hoffest")
    event = EventPageFactory(parent=foreign, title=f"{SECRET} Fest", live=False)
    workshop = WorkshopPageFactory(parent=foreign, title=f"{SECRET} Workshop", live=False)
    translate(event, "en", live=False)
    rows = {**_operations(site, event, workshop), **_shared(), **_files(foreign)}
    rows |= {Page: event, Group: foreign.identity.editors, Site: rows[Place].site, Locale: Locale.get_active()}
    rows |= _people(site, foreign)
    return World(
        site=site,
        editor=make_editor(own, username="werkhof", email="werkhof@example.org"),
        own=own,
        own_event=own_event,
        foreign=foreign,
        foreign_event=event,
        foreign_workshop=workshop,
        foreign_rows=rows,
        arguments=_arguments(own, foreign, event, rows),
    )


def _operations(site: Site, event: EventPage, workshop: WorkshopPage) -> dict[type[Model], Model]:
    alliance = AlliancePageFactory(parent=AllianceIndexPage.objects.child_of(site.root_page).get(), title="Bündnis")
    session = make_session(workshop=workshop.identity, label=f"{SECRET} Gruppe")
    registration = book(session, f"{SECRET} Anna").registration
    mail = OutboxMessage.objects.first()
    assert mail is not None
    return {
        EventDate: EventDateFactory(event=event.identity),
        Membership: MembershipFactory(
            alliance=alliance.identity, organisation=workshop.identity.organisation, contribution=SECRET
        ),
        Session: session,
        SessionDate: session.dates.get(),
        Registration: registration,
        OutboxMessage: mail,
    }


def _shared() -> dict[type[Model], Model]:
    """What editors of one site share, of another site."""
    elsewhere = make_site("anderswo.example.org", "Anderswo", languages=())
    return {
        Place: PlaceFactory(site=elsewhere, name=f"{SECRET} Haus"),
        Person: PersonFactory(site=elsewhere, name=f"{SECRET} Mensch"),
        Topic: TopicFactory(site=elsewhere, title=f"{SECRET} Thema"),
    }


def _files(foreign: OrganisationPage) -> dict[type[Model], Model]:
    make_editor(foreign, username="tafel", email="tafel@example.org")
    collection = Collection.objects.get(name=foreign.title)
    document = get_document_model()(title=f"{SECRET} Liste", collection=collection)
    document.file.save("liste.txt", ContentFile(b"geheim"))
    picture = get_image_model().objects.create(
        title=f"{SECRET} Bild", file=get_test_image_file(filename="bild.png"), collection=collection
    )
    return {get_document_model(): document, get_image_model(): picture, Collection: collection}


def _people(site: Site, foreign: OrganisationPage) -> dict[type[Model], Model]:
    user = UserFactory(username="fremd", first_name=SECRET, last_name=SECRET, email=f"{SECRET.lower()}@example.org")
    make_coordinator(site, username="koordination")
    workflow = Workflow.objects.create(name="Ablauf")
    task = Task.objects.create(name="Aufgabe")
    return {type(user): user, Workflow: workflow, Task: task}


def foreign_row(model: type[Model], rows: dict[type[Model], Model]) -> Model:
    """Return the foreign row of a model; of one that nobody has thought of, make one that hangs on no own page."""
    if model not in rows:
        rows[model] = model._default_manager.create(**_values_for(model, rows))
    return rows[model]


def _values_for(model: type[Model], rows: dict[type[Model], Model]) -> dict[str, Any]:
    """Give every field a value that must have one."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.name == "site":
            values["site"] = rows[Site]
        elif field.null or field.has_default() or field.primary_key or isinstance(field, models.DateField):
            values |= _moment(field)
        elif isinstance(field, models.ForeignKey):
            values[field.name] = foreign_row(field.related_model, rows)
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            values[field.name] = SECRET.lower() if isinstance(field, models.SlugField) else SECRET[: field.max_length]
        elif isinstance(field, models.IntegerField):
            values[field.name] = 1
    return values


def _moment(field: Any) -> dict[str, Any]:
    if not isinstance(field, models.DateField) or field.null or getattr(field, "auto_now_add", False):
        return {}
    day = dt.datetime(2027, 10, 8, 20 if field.name.startswith("end") else 18, tzinfo=dt.UTC)
    return {field.name: day if isinstance(field, models.DateTimeField) else day.date()}


def _arguments(
    own: OrganisationPage, foreign: OrganisationPage, event: EventPage, rows: dict[type[Model], Model]
) -> dict[str, Any]:
    revision = event.save_revision()
    restriction = PageViewRestriction.objects.create(page=event, restriction_type="login")
    uploaded = UploadedFile.objects.create(file=ContentFile(b"x", "x.png"), uploaded_by_user=rows[_user_model()])
    picture, document = rows[get_image_model()].pk, rows[get_document_model()].pk
    return {
        "page_id": event.pk,
        "page_pk": event.pk,
        "parent_page_id": foreign.pk,
        "page_to_move_id": event.pk,
        "destination_id": own.pk,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "image_id": picture,
        "document_id": document,
        "doc_id": document,
        "uploaded_file_id": uploaded.pk,
        "collection_id": rows[Collection].pk,
        "page_view_restriction_id": restriction.pk,
    }


def _user_model() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()


def now_stored() -> dict[str, list[Any]]:
    """Return all that a foreign hand must not change, row by row."""
    watched: list[Any] = [
        *(Page, EventDate, Membership, Place, Person, Topic, Session, SessionDate, Registration, OutboxMessage),
        *(Collection, Workflow, Task, Group, Site, _user_model(), get_image_model(), get_document_model()),
        *(PageViewRestriction, Group.permissions.through, _user_model().groups.through),
    ]
    own = {_user_model(): {"last_login"}}  # logging in is none of it
    return {model._meta.label: _values(model, own.get(model, set())) for model in watched}


def _values(model: Any, without: set[str]) -> list[Any]:
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in without]
    return list(model._default_manager.order_by("pk").values_list(*names))
