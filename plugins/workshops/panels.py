"""The panel in the page editor that shows a workshop's dates and how many have registered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allmende.api import DatesPanel


class SessionsPanel(DatesPanel):
    """Dates by session, with places taken, and the ways to the settings and to the people."""

    template_name = "workshops/admin/dates_panel.html"

    def rows(self, identity: Any) -> list[dict[str, Any]]:
        from .presentation import session_views  # needs the models, and the page's model needs this panel

        return [self._session(view) for view in session_views(identity.sessions.all())]

    def _session(self, view: Any) -> dict[str, Any]:
        return {
            "session": view.session,
            "places": places_sentence(view),
            "settings_url": reverse("workshop_session:edit", args=[view.session.pk]),
            "people_url": f"{reverse('workshop_registration:index')}?session={view.session.pk}",
            "dates": [self.row(date) for date in view.dates],
        }


def places_sentence(view: Any) -> str:
    """Return how many places of a session are taken: „12 von 30 Plätzen vergeben, 3 warten“."""
    taken = max((pool.taken for pool in view.look.pools), default=0)
    if view.capacity is None:
        said = ngettext("%(taken)d Platz vergeben", "%(taken)d Plätze vergeben", taken) % {"taken": taken}
    else:
        said = _("%(taken)d von %(capacity)d Plätzen vergeben") % {"taken": taken, "capacity": view.capacity}
    if view.waiting:
        said += ", " + ngettext("%(n)d wartet", "%(n)d warten", view.waiting) % {"n": view.waiting}
    return said
