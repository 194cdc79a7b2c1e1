"""One site that has everything in it: each kind of page in each state that visitors meet, in three languages.

Built once; what the catalogue of states needs to find its way is kept as names: keys of pages, tokens of links.
Titles are long on purpose, as German ones are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import time_machine
import wagtail_factories
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from core.calendar.indexer import gathered
from core.directory.models import (
    Alliance,
    Commitment,
    Event,
    EventDate,
    Meeting,
    Municipality,
    Organisation,
    ProcessStep,
    Recommendation,
    StrategyActor,
)
from core.mail import delivery
from core.mail.mailbox import keys as letter_keys
from core.mail.models import OutboxMessage
from core.pages.models import (
    AccessibilityPage,
    AccessibilityStatement,
    AllianceIndexPage,
    BodyPage,
    ChapterPage,
    EventPage,
    ImprintPage,
    OrganisationIndexPage,
    PrivacyPage,
    SiteSettings,
    StrategyIndexPage,
    StrategyPage,
)
from core.pages.models.funding import FundingIndexPage, FundingProgrammePage
from core.pages.models.networks import NetworkIndexPage, NetworkPage
from core.pages.models.news import NewsIndexPage, NewsPage
from core.pages.models.projects import ProjectIndexPage, ProjectPage
from core.pages.reporting import progress
from core.visitors import links, overview
from plugins.workshops.domain.cancelling import cancel
from plugins.workshops.domain.promoting import promote_all
from plugins.workshops.domain.scheduling import call_off_session
from plugins.workshops.models import Registration, Session, WorkshopSpeaker
from plugins.workshops.wording import CONFIRM, DISOWN, MANAGE
from tests.access import accounts
from tests.factories import (
    AlliancePageFactory,
    ContentPageFactory,
    EventDateFactory,
    EventPageFactory,
    MembershipFactory,
    OrganisationPageFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
    make_editor,
    make_site,
    translate,
)
from tests.plugins.workshops.factories import DAY, HOUR, WorkshopPageFactory, book, make_session

LEAD = "Nachbarschaftshilfe, Quartiersentwicklung und Bürgerbeteiligung: wie kleine Gruppen vor Ort Großes bewegen."
LANGUAGES = ("en", "de-simple")
EDITOR = "redaktion"


@dataclass
class Exhibition:
    """Where things are: page keys by name, and words that stand in addresses."""

    pages: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def remember(self, name: str, page: Page) -> Any:
        self.pages[name] = page.pk
        return page


def build() -> Exhibition:
    """Make all of it, with its mails in the mailbox."""
    shown = Exhibition()
    with transaction.atomic(), gathered():
        _Builder(shown).build()
    delivery.sweep()
    shown.words["letter"] = next(iter(letter_keys()))
    return shown


class _Builder:
    def __init__(self, shown: Exhibition) -> None:
        self.shown, self.words = shown, shown.words
        self.site: Site = make_site(languages=LANGUAGES)
        self.home = self.site.root_page.specific
        self.place = PlaceFactory(
            name="Nachbarschaftszentrum Lindenhof",
            accessibility="Stufenloser Eingang\nAufzug\nInduktive Höranlage",
            arrival="Straßenbahn 26 bis Wilhelm-Leuschner-Straße",
            description="Zwei Säle, eine Küche, ein Garten.",
        )
        self.topic = TopicFactory(title="Quartiersentwicklung", description="Was im Viertel zusammenhält.")
        self.town = Municipality.objects.create(site=self.site, name="Auental an der Bergstraße", state="BW")
        self.picture = wagtail_factories.ImageFactory(title="Menschen im Hof")
        self.paper = wagtail_factories.DocumentFactory(title="Grundlagenpapier")

    def build(self) -> None:
        self.people()
        self.organisations()
        self.events()
        self.alliances()
        self.workshops()
        self.contents()
        self.civic()
        self.strategy()
        self.overviews()
        accounts.build(self.words, self.own, self.organisation)
        for name in list(self.shown.pages):
            for language in LANGUAGES:
                page = Page.objects.get(pk=self.shown.pages[name]).specific
                if not page.get_translations().filter(locale__language_code=language).exists():
                    translate(page, language)
        self.words.update(place=self.place.slug, topic=self.topic.slug, municipality=self.town.slug)

    # -- pages -------------------------------------------------------------------------------------

    def organisations(self) -> None:
        index = OrganisationIndexPage.objects.child_of(self.home).get()
        self.own = OrganisationPageFactory(
            parent=index, title="Nachbarschaftshilfeverein Auental", lead=LEAD, picture=self.picture, body=self.body()
        )
        self.bare = OrganisationPageFactory(parent=index, title="Tafelladen")
        Organisation.objects.filter(key=self.own.translation_key).update(
            category="Verein", website="https://example.org/", email="hallo@example.org", phone="06221 555 01",
            place=self.place, municipality=self.town,
        )  # fmt: skip
        self.organisation = Organisation.objects.get(key=self.own.translation_key)
        self.person.organisation = self.organisation
        self.person.save()
        make_editor(self.own, username=EDITOR, password=accounts.PASSWORD)
        self.shown.remember("home", self.home)
        self.shown.remember("organisation index", index)
        self.shown.remember("organisation", self.own)
        self.shown.remember("organisation without dates", self.bare)

    def people(self) -> None:
        self.person = PersonFactory(
            name="Annedore Wiesengrund-Hohenstein", role="Leiterin der Geschäftsstelle",
            about="Sie bringt Menschen an einen Tisch.", picture=self.picture,
        )  # fmt: skip
        PersonFactory(name="Mira Tannwald")
        self.words["person"] = self.person.slug

    def event(self, name: str, title: str, *starts: dt.timedelta, **fields: Any) -> list[EventDate]:
        page = EventPageFactory(parent=self.own, title=title, lead=LEAD, body=self.text(), **fields)
        event: Event = page.identity
        event.topics.add(self.topic)
        self.shown.remember(name, page)
        now = timezone.now().replace(microsecond=0, second=0, minute=0)
        return [
            EventDateFactory(event=event, starts_at=now + start, ends_at=now + start + 2 * HOUR, place=self.place)
            for start in starts
        ]

    def events(self) -> None:
        self.event("event", "Straßenfest mit Nachbarschaftsfrühstück", DAY, 8 * DAY, -20 * DAY)
        page = EventPage.objects.get(pk=self.shown.pages["event"])
        Event.objects.filter(key=page.translation_key).update(
            cost_kind="amount", cost_from=7, cost_reduced=3, reduced_for="Kinder", cost="Mit Suppe",
            contact="Mira Tannwald", contact_phone="06221 555 02", offers=["wheelchair", "sign_language", "loop"],
        )  # fmt: skip
        self.event("event without date", "Wanderung durch die Rheinebene")
        self.event("event, past", "Winterfest", -30 * DAY)
        (cancelled,) = self.event("event, cancelled", "Podiumsgespräch Wohnungsnot", 3 * DAY)
        cancelled.status = "cancelled"
        cancelled.save()
        (moved,) = self.event("event, moved", "Lesung im Hof", 4 * DAY)
        moved.starts_at, moved.ends_at = moved.starts_at + DAY, moved.ends_at + DAY
        moved.save()

    def alliances(self) -> None:
        index = AllianceIndexPage.objects.child_of(self.home).get()
        page = AlliancePageFactory(
            parent=index, title="Bündnis gegen Armut und Ausgrenzung", lead=LEAD, body=self.body()
        )
        Alliance.objects.filter(key=page.translation_key).update(
            form="open", founded="2004-10", city="Heidelberg", email="buendnis@example.org",
            website="https://example.org/", municipality=self.town,
        )  # fmt: skip
        for other, role in ((self.own, "Geschäftsführung"), (self.bare, "")):
            MembershipFactory(
                alliance=page.identity, organisation=other.identity, role=role, since=2010, contribution="Räume"
            )
        self.shown.remember("alliance index", index)
        self.shown.remember("alliance", page)
        self.shown.remember("alliance without members", AlliancePageFactory(parent=index, title="Runder Tisch"))

    def contents(self) -> None:
        page = ContentPageFactory(parent=self.home, title="Wege ins Engagement", lead=LEAD, show_in_menus=True)
        self.shown.remember("section", page)
        self.shown.remember(
            "content", ContentPageFactory(parent=page, title="Die Idee", lead=LEAD, body=self.body(), slug="idee")
        )
        self.legal()
        chosen = SiteSettings.objects.get(site=self.site)
        chosen.about = chosen.help = page
        chosen.legal_name, chosen.represented_by = "Nachbarschaftshilfeverein Auental e. V.", "Mira Tannwald"
        chosen.contact_email, chosen.contact_phone = "hallo@example.org", "06221 555 00"
        chosen.notice = "Vorführung: Mitglieder, Orte, Termine und Zahlen sind erfunden."
        chosen.save()

    def legal(self) -> None:
        """Imprint, privacy and accessibility, found by the footer; and the imprint of an organisation."""
        self.published(ImprintPage, self.home, title="Impressum", lead=LEAD)
        words = [("heading", "Beim Lesen"), *self.text()]
        self.published(PrivacyPage, self.home, title="Datenschutz", lead=LEAD, body=words)
        self.published(AccessibilityPage, self.home, title="Barrierefreiheit", gaps="Alte PDF-Dateien\nFilme")
        facts = {"status": "partly", "made_on": dt.date(2026, 3, 1), "reviewed_on": dt.date(2026, 11, 2)}
        office = {"arbitration": "Schlichtungsstelle Auental", "arbitration_url": "https://schlichtung.example.org/"}
        AccessibilityStatement.objects.create(site=self.site, law="§ 12a BGG", **facts, **office)
        Organisation.objects.filter(pk=self.organisation.pk).update(
            legal_name="Nachbarschaftshilfeverein Auental e. V.", represented_by="Mira Tannwald",
            register="Amtsgericht Auental, VR 555", responsible_person="Mira Tannwald, Hofweg 1, Auental",
        )  # fmt: skip
        self.words["organisation key"] = self.organisation.feed_key

    def civic(self) -> None:
        """A list and one page of each of the other kinds."""
        for index_model, model, name in (
            (ProjectIndexPage, ProjectPage, "project"),
            (NetworkIndexPage, NetworkPage, "network"),
            (FundingIndexPage, FundingProgrammePage, "funding"),
            (NewsIndexPage, NewsPage, "news"),
        ):
            index = self.published(index_model, self.home, title=f"Liste {name}", lead=LEAD)
            self.published(model, index, title=f"Quartiersentwicklung {name}", lead=LEAD, body=self.body())

    def strategy(self) -> None:
        """A strategy with everything, its first chapter, its body, and the link by which progress is reported."""
        index = self.published(StrategyIndexPage, self.home, title="Strategien", lead=LEAD)
        words = [("heading", "Worum es geht"), *self.text()]
        page = self.published(StrategyPage, index, title="Engagementplan Auental", lead=LEAD, body=words)
        self.published(ChapterPage, page, title="Die Idee und ihre Geschichte", lead=LEAD, body=words)
        body = self.published(BodyPage, page, title="Steuerungskreis Engagementförderung", lead=LEAD)
        strategy, organisation = page.identity, self.own.identity
        StrategyActor.objects.create(
            strategy=strategy, organisation=organisation, sector="associations", role="trägt mit"
        )
        ProcessStep.objects.create(strategy=strategy, title="Bürgerwerkstätten", since="2025-03", until="2025-11")
        advice = Recommendation.objects.create(strategy=strategy, number=1, title="Räume öffnen", text="Abends auch.")
        promise = Commitment.objects.create(
            strategy=strategy,
            recommendation=advice,
            organisation=organisation,
            text="Werkstatt samstags offen",
            due="2027",
            contact_email="werkhof@example.org",
        )
        now = timezone.now()
        Meeting.objects.create(
            body=body.identity,
            starts_at=now + DAY,
            ends_at=now + DAY + HOUR,
            agenda="Begrüßung\nHaushalt",
            place=self.place,
        )
        self.words["promise"] = progress.make_link(promise)

    def published(self, model: type[Page], parent: Page, **fields: Any) -> Page:
        page = model(locale=parent.locale, live=False, slug=fields["title"].lower().replace(" ", "-"), **fields)
        parent.add_child(instance=page)
        page.save_revision().publish()
        return self.shown.remember(model._meta.model_name or "", page)

    def text(self) -> list[tuple[str, Any]]:
        return [("text", "<h3>Was wir tun</h3><p>Wir <b>treffen</b> uns.</p><ul><li>Suppe</li></ul>")]

    def body(self) -> list[tuple[str, Any]]:
        """Every block that there is, with the sample that editors see."""
        block = OrganisationPageFactory._meta.model._meta.get_field("body").stream_block
        self.picture.contextual_alt_text, self.picture.decorative = "Menschen im Hof", False
        picture = {"image": self.picture, "caption": "Das Hoffest im September.", "credit": "Mira Tannwald"}
        words = [("text", "<p>Gekocht wird mit dem, was der Garten hergibt.</p>")]
        chosen = {
            "image": picture,
            "gallery": {"title": "So war es", "pictures": [picture, picture]},
            "downloads": {"title": "Zum Mitnehmen", "documents": [self.paper, self.paper]},
            "people": {"title": "Wer hilft", "people": [{"person": self.person, "role": "Leitung"}]},
            "film": {"title": "Ein Tag im Hof", "url": "https://video.example.org/", "transcript": "<p>Guten Tag.</p>"},
            "logos": {"title": "Mit dabei", "logos": [{"name": "Werkhof"}, {"name": "Tafelladen"}]},
            "teaser": {"title": "Was hier wächst", "below": self.home},
            "columns": {"left": words, "right": words},
        }
        return [(name, chosen.get(name) or child.get_preview_value()) for name, child in block.child_blocks.items()]

    # -- workshops ---------------------------------------------------------------------------------

    def workshop(self, name: str, capacity: int | None = 30, **settings: Any) -> Session:
        page = WorkshopPageFactory(
            parent=self.own, title=f"Kleine Allianzen vor Ort ({name})", lead=LEAD, body=self.text(),
            expectations="18:00 Ankommen und Suppe\n18:30 Beispiele", audience="Alle", languages="Deutsch",
            accessibility="Stufenlos", funding_notice="Gefördert aus Landesmitteln, die der Landtag beschlossen hat.",
        )  # fmt: skip
        workshop = page.identity
        workshop.topics.add(self.topic)
        WorkshopSpeaker.objects.create(workshop=workshop, person=self.person, role="Leitung")
        session = make_session(capacity, workshop=workshop, place=self.place, **settings)
        self.shown.remember(f"workshop, {name}", page)
        self.words[f"session {name}"] = str(session.key)
        return session

    def workshops(self) -> None:
        free = self.workshop("free", starts_in=6 * DAY, max_places=40)
        book(free, places=23)
        several = self.workshop("several")
        make_session(12, workshop=several.workshop, place=self.place, starts_in=40 * DAY, label="Abendkurs", dates=3)
        make_session(12, workshop=several.workshop, place=self.place, starts_in=-40 * DAY)
        few = self.workshop("few", 12)
        for places in (4, 4, 2):
            book(few, places=places)
        waiting = self.workshop("full with waiting list", 2)
        for _person in range(4):
            book(waiting)
        full = self.workshop("full", 1, waiting_list=False)
        book(full)
        past = self.workshop("past", starts_in=-9 * DAY)
        self.workshop("closed", registration_closes_at=timezone.now() - HOUR)
        self.workshop("not yet open", registration_opens_at=timezone.now() + 2 * DAY)
        online = self.workshop("online", None, is_online=True, online_link="https://treffen.example.org/" + 12 * "lang")
        hold = self.workshop("hold", None, address_check="hold")
        called_off = self.workshop("cancelled", 5)
        self.registration("of a cancelled session", book(called_off).registration)
        call_off_session(called_off)
        self.registration("confirmed", book(online, places=3).registration)
        self.registration("waiting", Registration.objects.filter(session=waiting, state="waiting").last())
        self.registration("unconfirmed", book(hold).registration)
        self.registration("cancelled", cancel(book(free).registration))
        self.registration("without e-mail", book(free, email="", phone="06221 555 03").registration)
        self.registration("past", self.late(past))
        self.offer()

    def registration(self, name: str, registration: Registration | None) -> None:
        """Remember the links to somebody's own pages."""
        assert registration is not None
        registration.refresh_from_db()
        for purpose, word in ((MANAGE, "manage"), (CONFIRM, "confirm"), (DISOWN, "disown")):
            self.words[f"{word} {name}"] = links.make(purpose, str(registration.key), registration.link_secret)

    def late(self, session: Session) -> Registration | None:
        """Somebody who registered while one could."""
        with time_machine.travel(timezone.now() - 20 * DAY, tick=True):
            return book(session).registration

    def offer(self) -> None:
        session = self.workshop("offered", 1)
        first, second = book(session).registration, book(session).registration
        assert first is not None
        cancel(first)
        promote_all()
        self.registration("offered", second)
        hold = self.workshop("overdue", 1, address_check="hold")
        with time_machine.travel(timezone.now() - DAY, tick=True):
            self.registration("overdue", book(hold).registration)

    # -- links to everything of an address ---------------------------------------------------------

    def overviews(self) -> None:
        somebody = Registration.objects.exclude(email="").latest("pk").email
        for name, address in (("overview", somebody), ("empty overview", "niemand@example.org")):
            overview.send_link(self.site, address, name, "de")
            key = OutboxMessage.objects.filter(to=address, kind="core.overview").latest("pk").key
            token = key.partition(":")[2]
            self.words[name] = links.make(overview.PURPOSE, token)
            with time_machine.travel(timezone.now() - DAY):
                self.words["expired overview"] = links.make(overview.PURPOSE, token)
