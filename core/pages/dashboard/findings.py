"""Core's own checks: pictures, legal pages, old pages, events, organisations, announcements, people, places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, Page, PageLogEntry
from wagtail.permissions import policy_registry

from core import phrases
from core.directory.models import (
    Commitment,
    DateStatus,
    Event,
    EventDate,
    Implementation,
    Organisation,
    Person,
    Place,
    Project,
    Strategy,
)
from core.directory.partial_dates import last_day
from core.hooks.contracts import Finding
from core.pages.models import AccessibilityStatement, AllmendePage, OrganisationPage, SiteSettings

from .checks import MOST, Check, register
from .scope import Scope

#: After so long somebody should look again.
A_YEAR = dt.timedelta(days=365)
#: The entry in a page's history that says: I have looked, it is still true.
STILL_TRUE = "core.still_true"


def edit_page(page: Page | int, field: str = "") -> str:
    """Return the address of a page's editor, at a field."""
    url = reverse("wagtailadmin_pages:edit", args=[page if isinstance(page, int) else page.pk])
    return f"{url}#{field}" if field else url


def edit_row(row: Any, field: str = "") -> str:
    """Return the address of a row's form, at a field."""
    url = reverse(f"{row._meta.model_name}:edit", args=[row.pk])
    return f"{url}#id_{field}" if field else url


def _missing(parts: Iterable[tuple[str, str, bool]]) -> tuple[str, str]:
    """Return what is missing as a sentence, and the field of the first; from (word, field, is there)."""
    gone = [(word, field) for word, field, is_there in parts if not is_there]
    if not gone:
        return "", ""
    return _("Es fehlt: %(what)s") % {"what": ", ".join(word for word, _field in gone)}, gone[0][1]


# -- pictures ----------------------------------------------------------------------------------------------------------


def undescribed_pictures(scope: Scope) -> list[Finding]:
    """Find the pictures without a description that the person may change, without those of other sites."""
    if not scope.is_theirs:
        return []
    model = get_image_model()
    own = policy_registry.get_by_type(model).instances_user_has_any_permission_for(scope.user, ["change"])
    foreign = Organisation.objects.exclude(site=scope.site).exclude(editors=None).values("editors")
    elsewhere = GroupCollectionPermission.objects.filter(group__in=foreign).values("collection")
    rows = own.filter(description="").exclude(collection__in=elsewhere).order_by("-created_at", "-pk")[:MOST]
    detail = _("Es fehlt: Beschreibung")
    url = "wagtailimages:edit"
    return [
        Finding(title=image.title, detail=detail, url=reverse(url, args=[image.pk]) + "#id_description")
        for image in rows
    ]


# -- legal pages -------------------------------------------------------------------------------------------------------


def legal_pages(scope: Scope) -> list[Finding]:
    """Find legal pages that nobody has named, and a statement on accessibility that is older than a year."""
    settings = SiteSettings.objects.filter(site=scope.site).select_related("accessibility").first()
    return [*_unnamed_pages(scope, settings), *_old_statement(scope, settings)]


def _unnamed_pages(scope: Scope, settings: SiteSettings | None) -> Iterator[Finding]:
    policy = policy_registry.get_by_type(SiteSettings)
    if not scope.is_theirs or not policy.user_has_permission_for_instance(
        scope.user, "change", settings or SiteSettings(site=scope.site)
    ):
        return
    url = reverse("wagtailsettings:edit", args=["core", "sitesettings", scope.site.pk])
    for name in ("imprint", "privacy", "accessibility"):
        if not getattr(settings, f"{name}_id", None):
            field: Any = SiteSettings._meta.get_field(name)
            yield Finding(
                title=str(field.verbose_name),
                detail=_("Es ist keine Seite ausgewählt."),
                url=f"{url}#panel-{name}-section",
            )


def _old_statement(scope: Scope, settings: SiteSettings | None) -> Iterator[Finding]:
    if settings is None or settings.accessibility_id is None:
        return
    recent = timezone.localdate() - A_YEAR
    if AccessibilityStatement.objects.filter(site=scope.site, reviewed_on__gte=recent).exists():
        return
    for page in _untouched(scope.pages.filter(pk=settings.accessibility_id)):
        words = _("Die Erklärung zur Barrierefreiheit gehört jedes Jahr geprüft. Zuletzt: %(day)s")
        yield _old(page, words)


# -- pages that nobody has touched -------------------------------------------------------------------------------------


def old_pages(scope: Scope) -> list[Finding]:
    """Find public pages that nobody changed or confirmed for a year; dated ones, such as news, are left alone."""
    models = [model for model in apps.get_models() if issubclass(model, AllmendePage) and model.needs_yearly_look]
    statement = SiteSettings.objects.filter(site=scope.site).exclude(accessibility=None).values("accessibility")
    pages = scope.pages.filter(live=True, alias_of=None).type(*models).exclude(pk__in=statement)
    words = _("Zuletzt geändert oder bestätigt: %(day)s")
    return [_old(page, words) for page in _untouched(pages)[:MOST]]


def _untouched(pages: Any) -> Any:
    before = timezone.now() - A_YEAR
    confirmed = PageLogEntry.objects.filter(page=OuterRef("pk"), action=STILL_TRUE, timestamp__gte=before)
    touched = Coalesce("latest_revision_created_at", "first_published_at")
    return pages.annotate(touched=touched).filter(~Exists(confirmed), touched__lt=before).order_by("touched", "pk")


def _old(page: Any, words: str) -> Finding:
    day = phrases.day_phrase(page.touched)
    return Finding(title=page.title, detail=words % {"day": day}, url=edit_page(page), page_id=page.pk)


# -- events ------------------------------------------------------------------------------------------------------------


def unfinished_events(scope: Scope) -> list[Finding]:
    """Find events that are still to come, or have no date at all, and lack a date, a place or a contact."""
    now = timezone.now()
    coming = EventDate.objects.filter(event=OuterRef("pk"), ends_at__gt=now, status=DateStatus.PLANNED)
    placeless = coming.filter(place=None).order_by("starts_at").values("pk")[:1]
    events = scope.things(Event).annotate(
        is_coming=Exists(coming), has_dates=Exists(EventDate.objects.filter(event=OuterRef("pk"))), placeless=placeless
    )
    wanted = events.filter(Q(is_coming=True) | Q(has_dates=False))
    nobody = Q(contact="", contact_phone="")
    lacking = wanted.filter(Q(has_dates=False) | Q(placeless__isnull=False) | nobody | Q(organisation=None))
    found = list(lacking.order_by("title", "pk")[:MOST])
    pages = scope.pages_of(found)
    return [_unfinished_event(event, pages[event.key]) for event in found if event.key in pages]


def _unfinished_event(event: Any, page: Page) -> Finding:
    place_url = reverse("eventdate:edit", args=[event.placeless]) + "#id_place-chooser" if event.placeless else ""
    detail, url = _missing(
        [
            (_("Termin"), edit_page(page, "id_first_start"), event.has_dates),
            (_("Ort"), place_url, not event.placeless),
            (_("Wer Fragen beantwortet"), edit_page(page, "id_contact"), bool(event.contact_line)),
            (_("Veranstalter"), edit_page(page), bool(event.organisation_id)),
        ]
    )
    return Finding(title=event.title, detail=detail, url=url)


# -- organisations -----------------------------------------------------------------------------------------------------


def unfinished_organisations(scope: Scope) -> list[Finding]:
    """Find organisations without a picture, an introduction, an imprint, an address or a way to reach them."""
    pages = OrganisationPage.objects.filter(pk__in=scope.pages.values("pk"), alias_of=None, locale__language_code="de")
    rows = {each.key: each for each in scope.things(Organisation)}
    found = [
        _unfinished_organisation(page, rows[page.translation_key])
        for page in pages.defer("body").order_by("title", "pk")
        if page.translation_key in rows
    ]
    return [finding for finding in found if finding.detail][:MOST]


def _unfinished_organisation(page: OrganisationPage, organisation: Organisation) -> Finding:
    somebody = organisation.represented_by or organisation.responsible_person
    detail, field = _missing(
        [
            (_("Anschrift"), "id_place-chooser", bool(organisation.place_id)),
            (_("E-Mail-Adresse oder Telefon"), "id_email", bool(organisation.email or organisation.phone)),
            (_("Impressum"), "id_represented_by", bool(somebody)),
            (_("Einleitung"), "id_lead", bool(page.lead)),
            (_("Bild oder Zeichen"), "id_picture-chooser", bool(page.picture_id)),
        ]
    )
    return Finding(title=page.title, detail=detail, url=edit_page(page, field))


# -- what was announced and is over ------------------------------------------------------------------------------------


def past_announcements(scope: Scope) -> list[Finding]:
    """Find what is still called planned or running although its time is over, and promises that are due."""
    return [*_projects(scope), *_strategies(scope), *_commitments(scope)][:MOST]


def _is_over(stored: str) -> bool:
    return bool(stored) and last_day(stored) < timezone.localdate()


def _ended(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow down to what certainly began or ended before today; the exact day is looked at afterwards."""
    today = timezone.localdate().isoformat()
    return rows.filter(Q(since__lt=today) | Q(until__lt=today)).order_by("title", "pk")[:MOST]


def _projects(scope: Scope) -> Iterator[Finding]:
    found = list(_ended(scope.things(Project).exclude(state=Project.State.DONE)))
    pages = scope.pages_of(found)
    for project in found:
        if project.key not in pages:
            continue
        has_begun = project.state == Project.State.PLANNED and _is_over(project.since)
        if has_begun or _is_over(project.until):
            yield _announcement(project, pages[project.key])


def _strategies(scope: Scope) -> Iterator[Finding]:
    found = [each for each in _ended(scope.things(Strategy).exclude(state="done")) if _is_over(each.until)]
    pages = scope.pages_of(found)
    for strategy in found:
        if strategy.key in pages:
            yield _announcement(strategy, pages[strategy.key])


def _announcement(thing: Any, page: Page) -> Finding:
    words = _("Steht auf „%(state)s“, angegeben ist: %(period)s")
    detail = words % {"state": thing.get_state_display(), "period": thing.period}
    return Finding(title=thing.title, detail=detail, url=edit_page(page, "id_state"))


def _commitments(scope: Scope) -> Iterator[Finding]:
    settled = (Implementation.DONE, Implementation.DROPPED)
    rows = Commitment.objects.filter(strategy__in=scope.things(Strategy)).exclude(state__in=settled).exclude(due="")
    due = rows.filter(due__lt=timezone.localdate().isoformat()).select_related("organisation").order_by("due", "pk")
    for commitment in due[:MOST]:
        if _is_over(commitment.due):
            detail = _("Zusage fällig seit %(day)s, Stand: %(state)s") % {
                "day": phrases.partial_date(commitment.due),
                "state": commitment.get_state_display(),
            }
            yield Finding(title=str(commitment.organisation), detail=detail, url=reverse("progress:index"))


# -- people and places -------------------------------------------------------------------------------------------------


def unfinished_people(scope: Scope) -> list[Finding]:
    """Find people of whom nobody says what they do or where they belong. A photograph is theirs to give."""
    rows = scope.entries(Person).filter(role="", organisation=None).order_by("name", "pk")[:MOST]
    detail = _("Es fehlt: %(what)s") % {"what": _("Rolle oder Organisation")}
    return [Finding(title=person.name, detail=detail, url=edit_row(person, "role")) for person in rows]


def unfinished_places(scope: Scope) -> list[Finding]:
    """Find places that say nothing about access, or have no street."""
    silent = Q(accessibility="", offers=[])
    rows = scope.entries(Place).filter(silent | Q(street=""), owner=None).order_by("city", "name", "pk")[:MOST]
    return [_unfinished_place(place) for place in rows]


def _unfinished_place(place: Place) -> Finding:
    detail, field = _missing(
        [
            (_("Straße"), "street", bool(place.street)),
            (_("Barrierefreiheit"), "accessibility", bool(place.accessibility or place.offers)),
        ]
    )
    return Finding(title=str(place), detail=detail, url=edit_row(place, field))


for _check in (
    Check(
        key="events",
        label=gettext_lazy("Veranstaltungen, denen etwas fehlt"),
        advice=gettext_lazy("Wer kommen will, sucht Ort und Uhrzeit und jemanden, den man fragen kann."),
        find=unfinished_events,
    ),
    Check(
        key="legal",
        label=gettext_lazy("Rechtliche Seiten"),
        advice=gettext_lazy("Impressum, Datenschutz und Barrierefreiheit braucht jede Website."),
        find=legal_pages,
    ),
    Check(
        key="announcements",
        label=gettext_lazy("Angekündigt und vorbei"),
        advice=gettext_lazy("Der Stand passt nicht mehr zum Zeitraum. Was ist daraus geworden?"),
        find=past_announcements,
    ),
    Check(
        key="pages",
        label=gettext_lazy("Stimmt das noch?"),
        advice=gettext_lazy("Ein Jahr lang nicht geändert. Was noch stimmt, bestätigen Sie mit einem Klick."),
        find=old_pages,
    ),
    Check(
        key="organisations",
        label=gettext_lazy("Organisationen, die sich noch vorstellen sollten"),
        advice=gettext_lazy("Wer mitmachen will, möchte wissen, wer Sie sind und wie man Sie erreicht."),
        find=unfinished_organisations,
    ),
    Check(
        key="pictures",
        label=gettext_lazy("Bilder ohne Beschreibung"),
        advice=gettext_lazy("Ein Satz genügt: Wer das Bild nicht sieht, hört die Beschreibung."),
        find=undescribed_pictures,
    ),
    Check(
        key="places",
        label=gettext_lazy("Orte, die mehr sagen könnten"),
        advice=gettext_lazy("Gibt es Stufen, einen Aufzug, eine Toilette für alle? Davon hängt ab, wer kommen kann."),
        find=unfinished_places,
    ),
    Check(
        key="people",
        label=gettext_lazy("Menschen, über die man wenig erfährt"),
        advice=gettext_lazy("Rolle oder Organisation sagen, warum jemand hier steht."),
        find=unfinished_people,
    ),
):
    register(_check)
