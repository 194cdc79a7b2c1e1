"""The addresses of the pages around a registration, below the plugin's prefix in each language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import answering, managing, registering

urlpatterns = [
    path(_("anmelden/<uuid:key>/"), registering.registration, name="register"),
    path(_("angemeldet/<str:token>/"), registering.done, name="done"),
    path(_("bestaetigen/<str:token>/"), answering.confirm, name="confirm"),
    path(_("angebot/<str:token>/"), answering.offer, name="offer"),
    path(_("nicht-ich/"), answering.disowned, name="disowned"),
    path(_("nicht-ich/<str:token>/"), answering.disown, name="disown"),
    path(_("anmeldung/"), managing.lookup, name="lookup"),
    path(_("anmeldung/<str:token>/"), managing.manage, name="manage"),
    path(_("anmeldung/<str:token>/absagen/"), managing.cancel, name="cancel"),
    path(_("anmeldung/<str:token>/abgesagt/"), managing.cancelled, name="cancelled"),
    path(_("anmeldung/<str:token>/personen/"), managing.places, name="places"),
    path(_("anmeldung/<str:token>/termine.ics"), managing.calendar, name="calendar"),
]
