"""Taking over a table: what is read, what is recognised, what happens, and who may."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from wagtail.models import Page

from core.directory.models import Alliance, Membership, Organisation, Person, Place
from core.mail.models import OutboxMessage
from core.pages.dashboard.scope import Scope
from core.pages.importing import planning, tables
from core.pages.importing.columns import guess
from core.pages.importing.members import MemberImporter
from core.pages.importing.vocabularies import PersonImporter, PlaceImporter
from core.pages.invitations.models import Invitation
from core.pages.models import AllianceIndexPage, OrganisationPage
from core.pages.rights import allow_on_page, create_organisation_editors
from tests.factories import AlliancePageFactory, PlaceFactory, make_coordinator, make_site

pytestmark = pytest.mark.django_db

HEADINGS = "Name;PLZ;Stadt;Straße;E-Mail;Mitglied seit;Bringt ein\n"
ROWS = "Repair-Café Süd;1067;Dresden;Gerbergasse 12;cafe@example.org;Okt. 2014;Werkzeug\n"


@pytest.fixture
def alliance(town):
    index = AllianceIndexPage.objects.child_of(town.site.root_page).get()
    return AlliancePageFactory(parent=index, title="Bündnis Auental").identity


@pytest.fixture
def as_coordinator(client, town):
    client.force_login(make_coordinator(town.site, username="koordination"))
    return client


@pytest.fixture
def scope(town):
    return Scope(make_coordinator(town.site, username="koordination"), town.site)


def upload(client, text, kind="mitglieder", **more):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("liste.csv", content)
    return client.post(reverse("importing:upload", args=[kind]), {"file": file, **more})


def confirm(client, url):
    """Press the button of the preview."""
    page = client.get(url).content.decode()
    form = re.search(r'<form method="post" action="/admin/uebernehmen.*?</form>', page, re.DOTALL)[0]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    return client.post(url.partition("?")[0], {**fields, "action": "apply"})


def take(client, text, kind="mitglieder", **more):
    """Upload and confirm; returns the answer to the last."""
    return confirm(client, upload(client, text, kind, **more).url)


def plans(importer, text):
    table = tables.read(text.encode())
    return planning.plan_all(importer, table, guess(table.headings, importer.columns))


def workbook(*rows):
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


# -- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_however_it_was_saved(encoding, delimiter):
    text = f'Name{delimiter}Straße\n\n"Müller{delimiter} Söhne"{delimiter}"Am\xa0Anger  3"\n'
    table = tables.read(text.encode(encoding))
    assert table.headings == ["Name", "Straße"]
    assert (table.rows, table.numbers) == ([[f"Müller{delimiter} Söhne".replace("\t", ""), "Am Anger 3"]], [3])


def test_dates_and_numbers_of_a_workbook():
    table = tables.read(
        workbook(["Name", "Seit", "PLZ"], ["A", dt.date(2014, 10, 1), 1067], ["B", 2014.0, "01067"], ["=1+1", "", ""])
    )
    assert table.rows[:2] == [["A", "2014-10-01", "1067"], ["B", "2014", "01067"]]
    assert all("=" not in row[0] for row in table.rows)  # no formula comes in as words


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.MAX_UNPACKED + 1))
    return content.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "too_large"),
        (lambda: b"PK not a workbook", "unreadable"),
        (lambda: b"\xd0\xcf\x11\xe0old", "old_excel"),
        (lambda: b"a\0b", "unreadable"),
        (lambda: b"", "empty"),
        (lambda: b"Name\n", "empty"),
        (lambda: b"Name\n" + b"x\n" * (tables.MAX_ROWS + 1), "too_many_rows"),
        (lambda: b"Name" + b";x" * 70 + b"\na\n", "too_many_columns"),
        (lambda: b"Name\n" + b"x" * 6000, "too_long"),
        (lambda: b"x" * (tables.MAX_BYTES + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(make, code):
    with pytest.raises(tables.TableError) as refused:
        tables.read(make())
    assert refused.value.code == code
    assert refused.value.message


@pytest.mark.parametrize(
    "headings", [["NAME", "E-Mail-Adresse", "PLZ", "Mitglied seit"], ["organization", "email", "zip code", "joined"]]
)
def test_headings_are_recognised_in_german_and_english(scope, alliance, headings):
    found = guess(headings, MemberImporter(scope, alliance).columns)
    assert found == {"name": 0, "email": 1, "postal_code": 2, "since": 3}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Okt. 2014", "2014-10"), ("1.10.2014", "2014-10-01"), ("2014", "2014"), ("41913", "2014-10-01")],
)
def test_dates_are_read_as_exactly_as_they_are_known(typed, stored):
    assert planning.partial_date(typed) == stored


# -- members -----------------------------------------------------------------------------------------------------------


def test_a_new_member_becomes_a_draft_with_address_and_membership(as_coordinator, alliance):
    answer = take(as_coordinator, HEADINGS + ROWS, alliance=alliance.pk)
    assert answer.url == reverse("invitations:bulk")
    organisation = Organisation.objects.get(title="Repair-Café Süd")
    page = OrganisationPage.objects.get(translation_key=organisation.key)
    assert (page.live, page.slug, page.get_parent().slug) == (False, "repair-cafe-sued", "organisationen")
    assert page.latest_revision is not None
    assert organisation.place.address == "Repair-Café Süd, Gerbergasse 12, 01067 Dresden"
    member = Membership.objects.get(alliance=alliance, organisation=organisation)
    assert (member.since, member.contribution) == ("2014-10", "Werkzeug")
    assert not OutboxMessage.objects.exists()
    assert not Invitation.objects.exists()


def test_running_it_twice_changes_nothing(as_coordinator, alliance):
    text = HEADINGS + ROWS + "Werkhof;;Auental;;hof@example.org;2019;\n"
    take(as_coordinator, text, alliance=alliance.pk)
    before = [
        list(model.objects.order_by("pk").values()) for model in (Organisation, Place, Membership, Page, Alliance)
    ]
    preview = as_coordinator.get(upload(as_coordinator, text, alliance=alliance.pk).url).content.decode()
    assert "unverändert (2)" in preview
    assert "Zeilen übernehmen" not in preview
    take(as_coordinator, text, alliance=alliance.pk)
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (Organisation, Place, Membership, Page, Alliance)
    ]


def test_the_preview_tells_row_by_row_and_changes_nothing(as_coordinator, town, alliance):
    Organisation.objects.filter(pk=town.own.identity.pk).update(email="alt@example.org", phone="0351 1")
    rows = ("Werkhof;neu@example.org;;", "Tafelladen;;;", "Neues Haus;;;1067", "Falsch;kein at;;", ";x@example.org;;")
    text = "\n".join(("Name;E-Mail;Telefon;PLZ", *rows))
    before = Organisation.objects.count()
    preview = as_coordinator.get(upload(as_coordinator, text).url).content.decode()
    for words in (
        "Fehler (2)",
        "neu (1)",
        "geändert (1)",
        "unverändert (1)",
        "alt@example.org",
        "neu@example.org",
        "„kein at“ ist keine E-Mail-Adresse.",
        "Es fehlt: Name der Organisation",
        "Postleitzahl mit führender Null gelesen: 01067",
    ):
        assert words in preview
    assert "0351 1" not in preview  # an empty cell changes nothing
    assert Organisation.objects.count() == before


def test_an_organisation_is_found_by_name_and_town_or_by_address(scope, town):
    own = town.own.identity
    own.place, own.email = PlaceFactory(city="Dresden"), "Hof@example.org"
    own.save()
    text = "Name;Ort;E-Mail\nwerkhof;dresden;\nWerkhof;Hamburg;\nGanz anders;;hof@example.org\n"
    same, other, mailed = plans(MemberImporter(scope), text)
    assert [plan.state for plan in (same, other)] == ["same", "new"]
    assert mailed.notes == ["Passt zu derselben Organisation wie Zeile 2: „Werkhof“."]
    (alone,) = plans(MemberImporter(scope), "Name;E-Mail\nGanz anders;hof@example.org\n")
    assert alone.notes == ["An der E-Mail-Adresse erkannt: heißt hier „Werkhof“."]


def test_a_row_that_comes_twice_is_told(scope):
    _first, second = plans(MemberImporter(scope), "Name;Ort\nHaus;Ulm\nHAUS;ulm\n")
    assert (second.state, second.notes) == ("error", ["Steht schon in Zeile 2."])


def test_columns_can_be_assigned_by_hand(as_coordinator):
    text = "Wer;Wo\nHaus am See;haus@example.org\n"
    url = upload(as_coordinator, text).url
    assert "Welche Spalte ist „Name der Organisation“?" in as_coordinator.get(url).content.decode()
    confirm(as_coordinator, f"{url}?c-name=0&c-email=1&c-phone=99")
    assert Organisation.objects.get(title="Haus am See").email == "haus@example.org"


def test_all_or_nothing(as_coordinator, monkeypatch):
    url = upload(as_coordinator, "Name\nHaus Eins\nHaus Zwei\n").url
    save = Organisation.save

    def fail_at_the_second(self, *args, **kwargs):
        if self.title == "Haus Zwei":
            raise ZeroDivisionError
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Organisation, "save", fail_at_the_second)
    with pytest.raises(ZeroDivisionError):
        confirm(as_coordinator, url)
    assert not Organisation.objects.filter(title="Haus Eins").exists()


def test_very_many_go_step_by_step_and_the_table_stays_until_the_last(as_coordinator, monkeypatch):
    monkeypatch.setattr(MemberImporter, "at_once", 2)
    url = upload(as_coordinator, "Name\nHaus A\nHaus B\nHaus C\nWerkhof\n").url
    assert "Die ersten 2 von 3 Zeilen übernehmen" in as_coordinator.get(url).content.decode()
    again = confirm(as_coordinator, url)
    assert again.url.startswith(url)
    assert Organisation.objects.filter(title__startswith="Haus").count() == 2
    page = as_coordinator.get(again.url).content.decode()
    assert "2 Zeilen sind neu. Eine stand schon da. Eine Zeile folgt noch." in page
    assert confirm(as_coordinator, again.url).url == reverse("invitations:bulk")
    assert Organisation.objects.filter(title__startswith="Haus").count() == 3


def test_what_changed_meanwhile_is_shown_first(as_coordinator, town):
    url = upload(as_coordinator, "Name;E-Mail\nWerkhof;neu@example.org\n").url
    page = as_coordinator.get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    Organisation.objects.filter(pk=town.own.identity.pk).update(email="andere@example.org")
    answer = as_coordinator.post(url, {"seen": seen, "action": "apply", "c-name": 0, "c-email": 1})
    assert answer.url.startswith(url)
    assert Organisation.objects.get(title="Werkhof").email == "andere@example.org"


@pytest.mark.parametrize("action", ["apply", "cancel"])
def test_the_table_is_deleted_afterwards(as_coordinator, action):
    url = upload(as_coordinator, "Name\nHaus am See\n").url
    token = url.rstrip("/").rpartition("/")[2]
    stored = cache.get(f"core.import:{token}")
    assert "Haus am See" not in stored  # encrypted
    if action == "apply":
        confirm(as_coordinator, url)
    else:
        as_coordinator.post(url, {"action": "cancel"})
    assert cache.get(f"core.import:{token}") is None
    assert as_coordinator.get(url).url == reverse("importing:upload", args=["mitglieder"])
    assert Organisation.objects.filter(title="Haus am See").exists() == (action == "apply")


# -- who may -----------------------------------------------------------------------------------------------------------


def test_editors_of_an_organisation_are_refused(client, town):
    client.force_login(town.editor)
    for kind in ("mitglieder", "menschen", "orte"):
        for answer in (client.get(reverse("importing:upload", args=[kind])), upload(client, "Name\nX\n", kind)):
            assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, "/admin/")
    assert "uebernehmen" not in client.get("/admin/").content.decode()


def test_nobody_reads_the_table_of_somebody_else(as_coordinator, client, town):
    url = upload(as_coordinator, "Name\nHaus am See\n").url
    client.force_login(make_coordinator(town.site, username="zweite"))
    answer = client.get(url)
    assert answer.status_code == HTTPStatus.FOUND
    assert "Haus am See" not in answer.content.decode()


def test_an_alliance_of_another_site_is_refused(as_coordinator):
    elsewhere = make_site("anderswo.example.org", "Anderswo", languages=())
    index = AllianceIndexPage.objects.child_of(elsewhere.root_page).get()
    foreign = AlliancePageFactory(parent=index, title="Fern").identity
    url = reverse("importing:upload", args=["mitglieder"])
    assert "Fern" not in as_coordinator.get(url).content.decode()
    assert as_coordinator.get(f"{url}?alliance={foreign.pk}").status_code == HTTPStatus.FOUND
    upload(as_coordinator, HEADINGS + ROWS, alliance=foreign.pk)
    assert not Membership.objects.exists()


def test_who_looks_after_an_alliance_only_joins_what_is_there_and_changes_no_facts(town, alliance):
    from django.contrib.auth.models import Permission

    page = Page.objects.get(translation_key=alliance.key)
    group = create_organisation_editors(town.own)
    allow_on_page(group, page, ["change_page"])
    group.permissions.add(Permission.objects.get(codename="add_membership"))
    text = "Name;Telefon;Mitglied seit\nTafelladen;0351 99;2020\nUnbekannt;;\n"
    joined, unknown = plans(MemberImporter(Scope(town.editor, town.site), alliance), text)
    assert [change.label for change in joined.changes] == ["seit", "Mitgliedschaft"]
    assert "Anlegen darf sie" in unknown.notes[0]


# -- people and places -------------------------------------------------------------------------------------------------


def test_people_are_taken_over_with_their_organisation(as_coordinator, town):
    text = "Name,Role,Organisation\nMira Tannwald,Leitung,Werkhof\nJonas Ährenfeld,,Gibt es nicht\n"
    take(as_coordinator, text, "menschen")
    person = Person.objects.get()
    assert (person.name, person.role, person.organisation) == ("Mira Tannwald", "Leitung", town.own.identity)
    assert plans(PersonImporter(town.site), text)[0].state == "same"


def test_places_are_taken_over_with_their_state(as_coordinator, town):
    text = "Name\tOrt\tPLZ\tBundesland\nAlte Gerberei\tHeidelberg\t69115\tbaden-württemberg\nX\tY\t1\tMittelerde\n"
    take(as_coordinator, text, "orte")
    place = Place.objects.get(name="Alte Gerberei")
    assert (place.city, place.postal_code, place.state, place.site) == ("Heidelberg", "69115", "BW", town.site)
    same, wrong = plans(PlaceImporter(town.site), text)
    assert (same.state, wrong.notes) == ("same", ["„Mittelerde“ ist kein Bundesland."])


@pytest.mark.parametrize("kind", ["mitglieder", "menschen", "orte"])
def test_the_template_can_be_filled_in_and_taken_over(as_coordinator, town, alliance, kind):
    sheet = as_coordinator.get(reverse("importing:example", args=[kind])).content
    headings = [cell.value for cell in load_workbook(io.BytesIO(sheet)).active[1]]
    assert "Name" in headings[0]
    upload_of = upload(as_coordinator, sheet, kind, alliance=alliance.pk)
    preview = as_coordinator.get(upload_of.url).content.decode()
    assert "bleiben unbeachtet" not in preview
    assert "neu (" in preview


# -- inviting ----------------------------------------------------------------------------------------------------------


def test_those_taken_over_can_be_invited_together(as_coordinator, town):
    take(as_coordinator, "Name;E-Mail\nHaus A;a@example.org\nHaus B;\nHaus C;c@example.org\n")
    url = reverse("invitations:bulk")
    page = as_coordinator.get(url).content.decode()
    assert "Werkhof" not in page  # has an editor
    keys = {
        title[-1]: pk for pk, title in Organisation.objects.filter(title__startswith="Haus").values_list("pk", "title")
    }
    sent = {"organisation": [keys["A"], keys["B"]], f"email-{keys['A']}": "a@example.org", f"email-{keys['B']}": "oops"}
    assert "Bitte schreiben Sie eine E-Mail-Adresse." in as_coordinator.post(url, sent).content.decode()
    assert not Invitation.objects.exists()
    as_coordinator.post(url, {**sent, f"email-{keys['B']}": "b@example.org"})
    assert set(Invitation.objects.values_list("email", flat=True)) == {"a@example.org", "b@example.org"}
    assert "Haus A" not in as_coordinator.get(url).content.decode()


def test_an_editor_invites_nobody_in_bulk(client, town):
    client.force_login(town.editor)
    sent = {"organisation": town.other.identity.pk, f"email-{town.other.identity.pk}": "x@example.org"}
    assert client.post(reverse("invitations:bulk"), sent).status_code == HTTPStatus.FOUND
    assert not Invitation.objects.exists()
