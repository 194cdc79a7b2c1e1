"""Log-ins of the demonstration, with random passwords kept in the state folder so that every start can print them."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.pages.models import OrganisationPage
from core.pages.rights import create_organisation_editors, ensure_coordinators

from .files import read

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
ADMIN, COORDINATOR = "admin", "koordination"


def logins_file() -> Path:
    """Return the file that holds the demonstration's log-ins, readable by the owner only."""
    return Path(settings.STATE_DIR) / "demo-logins.json"


def stored_logins() -> dict[str, str]:
    """Return the log-ins made so far, name to password."""
    file = logins_file()
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def build_first(site: Site, folder: Path) -> None:
    """Choose all passwords; make the administrator and the coordinator."""
    logins = stored_logins()
    names = [ADMIN, COORDINATOR, *(editor_name(entry["key"]) for entry in read(folder, "organisations"))]
    file = logins_file()
    file.touch(mode=0o600)
    file.write_text(json.dumps({name: logins.get(name) or _password() for name in names}, indent=1), encoding="utf-8")
    _make_user(ADMIN, superuser=True)
    _make_user(COORDINATOR, ensure_coordinators(site))


def build_editors(site: Site) -> None:
    """Make one editor for each organisation."""
    for page in OrganisationPage.objects.descendant_of(site.root_page).live().order_by("path"):
        if editor_name(page.slug) in stored_logins():
            _make_user(editor_name(page.slug), create_organisation_editors(page))


def describe() -> str:
    """Return what an operator should know about the log-ins, for the terminal."""
    logins = stored_logins()
    shown = [name for name in (ADMIN, COORDINATOR) if name in logins]
    shown += [name for name in logins if name not in shown][:1]
    lines = [_("Anmelden unter %(url)s als") % {"url": f"{settings.BASE_URL}/konto/login/"}]
    lines += [f"  {name}  {logins[name]}" for name in shown]
    lines.append(_("Alle Zugänge der Redaktionen stehen in %(file)s.") % {"file": logins_file()})
    return "\n".join(lines)


def editor_name(organisation: str) -> str:
    """Return the log-in of an organisation's editor."""
    return f"redaktion-{organisation}"[:150]


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))


def _make_user(name: str, group: Group | None = None, *, superuser: bool = False) -> None:
    users = get_user_model().objects
    user = users.filter(username=name).first() or users.create_user(
        name, f"{name}@example.org", stored_logins()[name], is_superuser=superuser, is_staff=superuser
    )
    if group:
        user.groups.add(group)
