"""Importers of people and places: entries that all editors of a site share."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from core.directory.models import FederalState, Municipality, Organisation, Person, Place

from .columns import Column
from .planning import Plan, RowError, State, differing, folded, postal_code, too_long
from .tables import MAX_ROWS

NAME = ("Bezeichnung", "Titel", "title")
STREET = Column(
    key="street",
    label=gettext_lazy("Straße und Hausnummer"),
    names=("Straße", "Strasse", "Str.", "Anschrift", "Adresse", "address"),
    examples=("Am Anger 3", "Gerbergasse 12"),
)
POSTAL_CODE = Column(
    key="postal_code",
    label=gettext_lazy("Postleitzahl"),
    names=("PLZ", "postcode", "zip", "zip code"),
    examples=("01067", "69115"),
)
CITY_NAMES = ("Stadt", "Gemeinde", "Kommune", "Wohnort", "town", "place")


class VocabularyImporter:
    """What both share: found again by name and a second word, made or changed by fields."""

    at_once: int = MAX_ROWS
    model: ClassVar[Any]
    columns: ClassVar[tuple[Column, ...]]
    fields: ClassVar[tuple[str, ...]]

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known: dict[str, list[Any]] = defaultdict(list)
        self.seen: dict[tuple[Any, ...], int] = {}
        for row in self.stored():
            self.known[folded(row.name)].append(row)

    def stored(self) -> Any:
        """Return what is there already."""
        return self.model._default_manager.filter(site=self.site)

    def values(self, cells: dict[str, str], plan: Plan) -> dict[str, Any]:
        """Return the values of the model's fields. Raises RowError."""
        raise NotImplementedError

    def is_same(self, row: Any, values: dict[str, Any]) -> bool:
        """Say whether a stored row of this name is the one that is meant."""
        raise NotImplementedError

    def key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Return what may stand in the file once."""
        raise NotImplementedError

    def plan(self, values: dict[str, str], number: int) -> Plan:
        plan = Plan(number, values["name"])
        wanted = self.values(values, plan)
        too_long(self.model, wanted)
        self._once(self.key(wanted), number)
        found = [row for row in self.known[folded(values["name"])] if self.is_same(row, wanted)]
        if len(found) > 1:
            raise RowError(_("Das gibt es hier mehrmals. Bitte ändern Sie es von Hand."))
        row = found[0] if found else self.model(site=self.site)
        plan.changes = differing(row, wanted, self.fields)
        plan.state = (State.CHANGED if plan.changes else State.SAME) if found else State.NEW
        plan.apply = partial(self._save, row, wanted)
        return plan

    def _once(self, key: tuple[Any, ...], number: int) -> None:
        if key in self.seen:
            raise RowError(_("Steht schon in Zeile %(n)d.") % {"n": self.seen[key]})
        self.seen[key] = number

    def _save(self, row: Any, values: dict[str, Any]) -> None:
        for name in self.fields:
            if values.get(name):
                setattr(row, name, values[name])
        row.save()


class PersonImporter(VocabularyImporter):
    """People who agreed to be named in public."""

    model = Person
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            key="name",
            label=gettext_lazy("Name"),
            names=("Vor- und Nachname", "Person", "full name", *NAME),
            is_required=True,
            examples=("Mira Tannwald", "Jonas Ährenfeld"),
        ),
        Column(
            key="role",
            label=gettext_lazy("Rolle"),
            names=("Funktion", "Amt", "Aufgabe", "position", "function"),
            examples=("Leitung", "Sprecher"),
        ),
        Column(
            key="organisation",
            label=gettext_lazy("Organisation"),
            names=("Verein", "Einrichtung", "Träger", "organization", "company"),
            examples=("Werkhof Auental", ""),
        ),
        Column(
            key="about",
            label=gettext_lazy("Über die Person"),
            names=("Beschreibung", "Kurzbiografie", "biography", "description"),
            examples=("Hat das Repair-Café gegründet.", ""),
        ),
    )
    fields = ("name", "role", "organisation", "about")

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.organisations: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in Organisation.objects.filter(site=site):
            self.organisations[folded(organisation.title)].append(organisation)

    def stored(self) -> Any:
        return super().stored().select_related("organisation")

    def values(self, cells: dict[str, str], plan: Plan) -> dict[str, Any]:
        return {**cells, "organisation": self._organisation(cells.get("organisation", ""))}

    def _organisation(self, name: str) -> Organisation | None:
        found = self.organisations.get(folded(name), []) if name else []
        if name and not found:
            raise RowError(_("Die Organisation „%(name)s“ gibt es hier nicht.") % {"name": name})
        if len(found) > 1:
            raise RowError(_("Organisationen namens „%(name)s“ gibt es hier mehrmals.") % {"name": name})
        return found[0] if found else None

    def is_same(self, row: Person, values: dict[str, Any]) -> bool:
        return not (row.organisation and values["organisation"]) or row.organisation == values["organisation"]

    def key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return folded(values["name"]), values["organisation"]


class PlaceImporter(VocabularyImporter):
    """Places with their addresses."""

    model = Place
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            key="name",
            label=gettext_lazy("Name"),
            names=("Ortsname", "Haus", "Gebäude", "venue", "location", *NAME),
            is_required=True,
            examples=("Bürgertreff Am Anger", "Alte Gerberei"),
        ),
        STREET,
        POSTAL_CODE,
        Column(
            key="city",
            label=gettext_lazy("Ort"),
            names=CITY_NAMES,
            is_required=True,
            examples=("Dresden", "Heidelberg"),
        ),
        Column(
            key="state",
            label=gettext_lazy("Bundesland"),
            names=("Land", "federal state"),
            examples=("Sachsen", "BW"),
        ),
        Column(
            key="accessibility",
            label=gettext_lazy("Barrierefreiheit"),
            names=("Zugang", "barrierefrei", "access"),
            examples=("Stufenloser Eingang", "Aufzug"),
        ),
        Column(
            key="arrival",
            label=gettext_lazy("Anfahrt"),
            names=("Wegbeschreibung", "ÖPNV", "directions"),
            examples=("Straßenbahn 5, Haltestelle Anger", ""),
        ),
        Column(key="description", label=gettext_lazy("Beschreibung"), names=("Bemerkung", "Notiz", "notes")),
    )
    fields = (
        *("name", "street", "postal_code", "city", "state", "municipality"),
        *("accessibility", "arrival", "description"),
    )

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.municipalities = {folded(each.name): each for each in Municipality.objects.filter(site=site)}

    def stored(self) -> Any:
        return super().stored().filter(owner=None).select_related("municipality")

    def values(self, cells: dict[str, str], plan: Plan) -> dict[str, Any]:
        code = read_postal_code(cells, plan)
        state = read_state(cells.get("state", ""))
        municipality = self.municipalities.get(folded(cells["city"]))
        return {**cells, "postal_code": code, "state": state, "municipality": municipality}

    def is_same(self, row: Place, values: dict[str, Any]) -> bool:
        return folded(row.city) == folded(values["city"])

    def key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return folded(values["name"]), folded(values["city"])


def read_postal_code(cells: dict[str, str], plan: Plan) -> str:
    """Return the postal code; a zero that was put back is told."""
    code, was_mended = postal_code(cells.get("postal_code", ""))
    if was_mended:
        plan.notes.append(_("Postleitzahl mit führender Null gelesen: %(code)s") % {"code": code})
    return code


def read_state(text: str) -> str:
    """Return the code of a federal state from its code or its name. Raises RowError."""
    if not text:
        return ""
    names = {folded(str(label)): value for value, label in FederalState.choices}
    code = text.upper() if text.upper() in FederalState.values else names.get(folded(text))
    if code is None:
        raise RowError(_("„%(text)s“ ist kein Bundesland.") % {"text": text})
    return code
