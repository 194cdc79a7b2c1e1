"""Importer of organisations, and of their membership in the alliance from which it was started."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from core import phrases
from core.directory.models import Alliance, Membership, Municipality, Organisation, Place
from core.directory.partial_dates import first_day, last_day
from core.directory.slugs import german_slug
from core.pages.dashboard.scope import Scope
from core.pages.invitations.inviting import index_of
from core.pages.models import OrganisationPage
from core.visitors import addresses

from .columns import Column
from .planning import Change, Plan, RowError, State, differing, folded, partial_date, too_long, website
from .vocabularies import CITY_NAMES, POSTAL_CODE, STREET, read_postal_code

FACTS = (
    Column(
        key="name",
        label=gettext_lazy("Name der Organisation"),
        names=("Name", "Organisation", "Verein", "Mitglied", "Einrichtung", "organization", "member"),
        is_required=True,
        examples=("Werkhof Auental", "Kulturverein Alte Gerberei"),
    ),
    Column(
        key="category",
        label=gettext_lazy("Art"),
        names=("Rechtsform", "Typ", "Kategorie", "type", "category"),
        examples=("Initiative", "Verein"),
    ),
    STREET,
    POSTAL_CODE,
    Column(key="city", label=gettext_lazy("Ort"), names=CITY_NAMES, examples=("Dresden", "Heidelberg")),
    Column(
        key="email",
        label=gettext_lazy("E-Mail-Adresse"),
        names=("E-Mail", "Mail", "email", "email address"),
        examples=("werkhof@example.org", "gerberei@example.org"),
    ),
    Column(
        key="phone",
        label=gettext_lazy("Telefon"),
        names=("Tel.", "Telefonnummer", "Rufnummer", "phone", "telephone"),
        examples=("0351 000000", ""),
    ),
    Column(
        key="website",
        label=gettext_lazy("Website"),
        names=("Webseite", "Homepage", "Internet", "URL", "web"),
        examples=("werkhof.example.org", ""),
    ),
    Column(
        key="about",
        label=gettext_lazy("Kurz vorgestellt"),
        names=("Beschreibung", "Kurzbeschreibung", "Text", "description", "about"),
        examples=("Wir reparieren, was andere wegwerfen.", ""),
    ),
)
MEMBERSHIP = (
    Column(
        key="since",
        label=gettext_lazy("Mitglied seit"),
        names=("seit", "Beitritt", "Eintritt", "dabei seit", "member since", "since", "joined"),
        examples=("Oktober 2014", "2019"),
    ),
    Column(key="until", label=gettext_lazy("Mitglied bis"), names=("bis", "Austritt", "until", "left")),
    Column(
        key="role",
        label=gettext_lazy("Rolle im Bündnis"),
        names=("Rolle", "Funktion", "role"),
        examples=("Sprecherkreis", ""),
    ),
    Column(
        key="contribution",
        label=gettext_lazy("Beitrag"),
        names=("bringt ein", "Leistung", "contribution"),
        examples=("Räume und Arbeitszeit", "Plakate"),
    ),
)
OF_ORGANISATION = ("category", "email", "phone", "website", "place", "municipality")
OF_MEMBERSHIP = ("role", "contribution", "since", "until")


@dataclass
class Known:
    """An organisation that is there already."""

    row: Organisation
    is_own: bool

    @property
    def city(self) -> str:
        place = self.row.place
        return folded(place.city if place else str(self.row.municipality or ""))


class MemberImporter:
    """Organisations by name and town, or by e-mail address; new ones become drafts in the directory."""

    columns: tuple[Column, ...] = FACTS
    #: A new organisation has a page, a revision and entries in several indexes: some 30 ms each.
    at_once: int = 300

    def __init__(self, scope: Scope, alliance: Alliance | None = None) -> None:
        self.scope, self.alliance, self.site = scope, alliance, scope.site
        if alliance is not None:
            self.columns = (*FACTS, *MEMBERSHIP)
        self.index = index_of(self.site)
        self.may_create = bool(self.index and self.index.permissions_for_user(scope.user).can_add_subpage())
        self.seen: dict[tuple[str, str], int] = {}
        #: Which row was about which organisation.
        self.met: dict[int, int] = {}
        self._load()

    def _load(self) -> None:
        own = set(self.scope.things(Organisation).values_list("pk", flat=True))
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_mail: dict[str, list[Known]] = defaultdict(list)
        for row in Organisation.objects.filter(site=self.site).select_related("place", "municipality"):
            known = Known(row, row.pk in own)
            self.by_name[folded(row.title)].append(known)
            if row.email:
                self.by_mail[addresses.normalise(row.email)].append(known)
        self.places = {_place_key(each): each for each in Place.objects.filter(site=self.site, owner=None)}
        self.municipalities = {folded(each.name): each for each in Municipality.objects.filter(site=self.site)}
        members = self.alliance.memberships.all() if self.alliance else []
        self.members = {each.organisation_id: each for each in members}
        below = Page.objects.child_of(self.index) if self.index else Page.objects.none()
        self.slugs = set(below.values_list("slug", flat=True))

    # -- planning ----------------------------------------------------------------------------------------------------

    def plan(self, values: dict[str, str], number: int) -> Plan:
        plan = Plan(number, " ".join(values["name"].split()))
        facts = self._facts(values, plan)
        part = self._membership(values)
        self._once(values, number)
        found = self._find(values, facts["email"])
        if found is None and not self.may_create:
            raise RowError(
                _("Diese Organisation gibt es hier noch nicht. Anlegen darf sie, wer das Verzeichnis pflegt.")
            )
        row = found.row if found else Organisation(site=self.site)
        if found:
            self._meet_once(found, plan)
        facts = self._news(row, facts) if found is None or found.is_own else {}
        plan.changes = differing(row, facts, OF_ORGANISATION)
        member = self._member(row)
        joins = self.alliance is not None and member.pk is None
        changes = differing(member, part, OF_MEMBERSHIP) if self.alliance else []
        plan.changes += [Change(each.label, _in_words(each.before), _in_words(each.after)) for each in changes]
        if joins and found:
            plan.changes.append(Change(_("Mitgliedschaft"), "", _("neu")))
        plan.state = State.NEW if found is None else State.CHANGED if plan.changes else State.SAME
        about = values.get("about", "") if found is None else ""
        plan.apply = partial(self._apply, plan, row, facts, member, part, about)
        return plan

    def _facts(self, values: dict[str, str], plan: Plan) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "category": values.get("category", ""),
            "email": _email(values.get("email", "")),
            "phone": values.get("phone", ""),
            "website": _web_address(values.get("website", "")),
        }
        too_long(Organisation, {**facts, "title": values["name"]})
        city = " ".join(values.get("city", "").split())
        code = read_postal_code(values, plan)
        if values.get("street") and not city:
            raise RowError(_("Zur Straße fehlt der Ort."))
        if city:
            place = Place(
                site=self.site,
                name=" ".join(values["name"].split()),
                street=values.get("street", ""),
                postal_code=code,
                city=city,
            )
            too_long(Place, {"street": place.street, "postal_code": code, "city": city, "name": place.name})
            facts["place"] = self.places.setdefault(_place_key(place), place)
            facts["municipality"] = self.municipalities.get(folded(city))
        return facts

    def _membership(self, values: dict[str, str]) -> dict[str, str]:
        part = {name: values.get(name, "") for name in OF_MEMBERSHIP}
        for name in ("since", "until"):
            try:
                part[name] = partial_date(part[name])
            except ValidationError as error:
                raise RowError(" ".join(error.messages)) from error
        if part["since"] and part["until"] and last_day(part["until"]) < first_day(part["since"]):
            raise RowError(str(Membership.ENDS_BEFORE))
        too_long(Membership, part)
        return part

    def _once(self, values: dict[str, str], number: int) -> None:
        key = (folded(values["name"]), folded(values.get("city", "")))
        if key in self.seen:
            raise RowError(_("Steht schon in Zeile %(n)d.") % {"n": self.seen[key]})
        self.seen[key] = number

    def _meet_once(self, found: Known, plan: Plan) -> None:
        """Refuse a second row about one organisation; say it where the name is another."""
        if (earlier := self.met.setdefault(found.row.pk, plan.number)) != plan.number:
            words = _("Passt zu derselben Organisation wie Zeile %(n)d: „%(name)s“.")
            raise RowError(words % {"n": earlier, "name": found.row.title})
        if folded(found.row.title) != folded(plan.title):
            plan.notes.append(_("An der E-Mail-Adresse erkannt: heißt hier „%(name)s“.") % {"name": found.row.title})

    def _news(self, row: Organisation, facts: dict[str, Any]) -> dict[str, Any]:
        """Leave out an address that says no more than the one that is there, and another municipality."""
        place, own = facts.get("place"), row.place
        if place and own and (_place_key(place) == _place_key(own) or (not place.street and _same_town(place, own))):
            facts = {**facts, "place": None}
        return {**facts, "municipality": None} if row.municipality_id else facts

    def _find(self, values: dict[str, str], email: str) -> Known | None:
        """Return the organisation that is meant: of this name, unless in another town; else of this address."""
        city = folded(values.get("city", ""))
        named = [
            known
            for known in self.by_name.get(folded(values["name"]), [])
            if not city or not known.city or city == known.city
        ]
        mailed = self.by_mail.get(email, []) if email else []
        found = [known for known in named if known in mailed] or named or mailed
        if len(found) > 1:
            raise RowError(_("Das passt zu mehreren Organisationen. Ort oder E-Mail-Adresse machen es eindeutig."))
        return found[0] if found else None

    def _member(self, row: Organisation) -> Membership:
        return self.members.get(row.pk) or Membership(alliance=self.alliance)

    # -- doing -------------------------------------------------------------------------------------------------------

    def _apply(
        self,
        plan: Plan,
        row: Organisation,
        facts: dict[str, Any],
        member: Membership,
        part: dict[str, str],
        about: str,
    ) -> None:
        if row.pk is None:
            row = self._create(plan.title, about)
        changed = [name for name in OF_ORGANISATION if facts.get(name) and getattr(row, name) != facts[name]]
        place = facts.get("place")
        if place is not None and place.pk is None:
            place.save()
        for name in changed:
            setattr(row, name, facts[name])
        if changed:
            row.save(update_fields=changed)
        if self.alliance is not None:
            self._join(row, member, part)

    def _join(self, row: Organisation, member: Membership, part: dict[str, str]) -> None:
        changed = [name for name in OF_MEMBERSHIP if part[name] and getattr(member, name) != part[name]]
        for name in changed:
            setattr(member, name, part[name])
        if member.pk is None or changed:
            member.organisation = row
            member.save()

    def _create(self, name: str, about: str) -> Organisation:
        """Make an organisation with its page, a draft in the directory."""
        index = self.index
        if index is None:
            raise RowError("no directory")
        page = OrganisationPage(
            title=name, slug=self._free_slug(name), lead=about, live=False, locale=index.locale, owner=self.scope.user
        )
        index.add_child(instance=page)
        page.save_revision(user=self.scope.user)
        identity: Organisation = page.identity
        return identity

    def _free_slug(self, name: str) -> str:
        base = german_slug(name) or "organisation"
        number, slug = 2, base
        while slug in self.slugs:
            slug, number = f"{base}-{number}", number + 1
        self.slugs.add(slug)
        return slug


def _place_key(place: Place) -> tuple[str, ...]:
    """Return what makes an address: the same street and town; without a street, the same name."""
    street = folded(place.street)
    return (street or folded(place.name), place.postal_code if street else "", folded(place.city))


def _same_town(one: Place, other: Place) -> bool:
    return folded(one.city) == folded(other.city)


def _email(text: str) -> str:
    if not text:
        return ""
    email = addresses.normalise(text)
    if not addresses.is_deliverable(email):
        raise RowError(_("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": text})
    return email


def _web_address(text: str) -> str:
    address = website(text)
    try:
        if address:
            URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise RowError(_("„%(text)s“ ist keine Internet-Adresse.") % {"text": text}) from error
    return address


def _in_words(text: str) -> str:
    try:
        return phrases.partial_date(text) if text else ""
    except ValueError:
        return text
