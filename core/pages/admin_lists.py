"""The lists of core in the admin: municipalities, places, people, topics, dates of events, and what hangs on things."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from core.directory.models import EventDate, FundingRound, Meeting, Municipality, Person, Place, Topic
from core.directory.spans import DAY

from .date_forms import EventDateForm, FundingRoundForm, MeetingForm
from .relation_lists import RELATIONS
from .viewsets import DateViewSet, VocabularyChooserViewSet, VocabularyViewSet


class MunicipalityViewSet(VocabularyViewSet):
    """Towns, cities and villages."""

    model = Municipality
    icon = "site"
    list_display: ClassVar = ["name", "state"]
    list_filter: ClassVar = ["state"]
    search_fields: ClassVar = ["name"]
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("state"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("Auf der Karte")),
    ]


class PlaceViewSet(VocabularyViewSet):
    """Places."""

    model = Place
    icon = "site"
    list_display: ClassVar = ["name", "street", "postal_code", "city"]
    search_fields: ClassVar = ["name", "street", "city"]
    panels: ClassVar = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("street"), FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city"), FieldPanel("state")])],
            heading=_("Anschrift"),
        ),
        FieldPanel("municipality"),
        FieldPanel("offers"),
        FieldPanel("accessibility"),
        FieldPanel("arrival"),
        FieldPanel("step_free"),
        FieldPanel("description"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("Auf der Karte")),
    ]


class PersonViewSet(VocabularyViewSet):
    """People who agreed to be named."""

    model = Person
    icon = "user"
    list_display: ClassVar = ["name", "role", "organisation"]
    search_fields: ClassVar = ["name", "role"]
    panels: ClassVar = [FieldPanel(name) for name in ("name", "role", "organisation", "about", "picture")]


class TopicViewSet(VocabularyViewSet):
    """Topics."""

    model = Topic
    icon = "tag"
    list_display: ClassVar = ["title", "description"]
    search_fields: ClassVar = ["title", "description"]
    panels: ClassVar = [FieldPanel(name) for name in ("title", "description")]


class EventDateViewSet(DateViewSet):
    """Dates of events."""

    model = EventDate
    form_class = EventDateForm


class FundingRoundViewSet(DateViewSet):
    """Rounds of funding programmes."""

    model = FundingRound
    form_class = FundingRoundForm
    add_to_admin_menu = False
    copied_fields = ("all_day", "place", "title")
    list_display: ClassVar = ["__str__", Column("get_status_display", label=_("Status"))]

    def copy_date(self, date: FundingRound, owner: Any, days: int) -> FundingRound:
        made: FundingRound = super().copy_date(date, owner, days)
        made.opens_on = date.opens_on and date.opens_on + days * DAY
        made.save(update_fields=["opens_on"])
        return made


class MeetingViewSet(DateViewSet):
    """Meetings of bodies."""

    model = Meeting
    form_class = MeetingForm
    add_to_admin_menu = False
    copied_fields = ("all_day", "place", "title", "is_public")


class DirectoryGroup(ViewSetGroup):
    """The lists under one entry of the menu."""

    menu_label = _("Verzeichnis")
    menu_icon = "list-ul"
    menu_order = 250
    items: ClassVar[tuple[Any, ...]] = (
        PlaceViewSet,
        PersonViewSet,
        TopicViewSet,
        MunicipalityViewSet,
        EventDateViewSet,
    )


place_chooser = VocabularyChooserViewSet(
    "place_chooser",
    model=Place,
    icon="site",
    choose_one_text=_("Ort wählen"),
    choose_another_text=_("Anderen Ort wählen"),
    edit_item_text=_("Diesen Ort bearbeiten"),
    form_fields=["name", "street", "postal_code", "city", "accessibility"],
    creation_tab_label=_("Neuer Ort"),
    create_action_label=_("Anlegen"),
)
municipality_chooser = VocabularyChooserViewSet(
    "municipality_chooser",
    model=Municipality,
    icon="site",
    choose_one_text=_("Kommune wählen"),
    choose_another_text=_("Andere Kommune wählen"),
    edit_item_text=_("Diese Kommune bearbeiten"),
    form_fields=["name", "state"],
    creation_tab_label=_("Neue Kommune"),
    create_action_label=_("Anlegen"),
)
person_chooser = VocabularyChooserViewSet(
    "person_chooser",
    model=Person,
    icon="user",
    choose_one_text=_("Person wählen"),
    choose_another_text=_("Andere Person wählen"),
    edit_item_text=_("Diese Person bearbeiten"),
    form_fields=["name", "role"],
    creation_tab_label=_("Neue Person"),
    create_action_label=_("Anlegen"),
)
topic_chooser = VocabularyChooserViewSet(
    "topic_chooser",
    model=Topic,
    icon="tag",
    choose_one_text=_("Thema wählen"),
    choose_another_text=_("Anderes Thema wählen"),
    edit_item_text=_("Dieses Thema bearbeiten"),
)


def viewsets() -> list[Any]:
    """`register_admin_viewset`"""
    relations = [relation() for relation in RELATIONS]
    return [
        DirectoryGroup(),
        place_chooser,
        municipality_chooser,
        person_chooser,
        topic_chooser,
        FundingRoundViewSet(),
        MeetingViewSet(),
        *relations,
    ]
