"""The second factor cannot be walked around, and neither can the limits on attempts."""

from __future__ import annotations

import re
from http import HTTPStatus
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from core.mail.models import OutboxMessage
from core.pages.accounts.sessions import NO_ADDRESS
from core.visitors.models import RateCount
from tests.factories import UserFactory
from tests.support.totp import code_of

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
EDITORS_PAGES = ["/admin/", "/admin/pages/", "/admin/account/", "/admin/users/", "/django-admin/"]


@pytest.fixture
def strict(settings):
    settings.REQUIRE_MFA = True


@pytest.fixture
def mira(town):
    return UserFactory(username="mira", password="geheim", is_superuser=True, is_staff=True)


def log_in(client, password="geheim", login="mira", **extra):  # noqa: S107
    return client.post("/konto/login/", {"login": login, "password": password}, **extra)


def errors(response) -> str:
    return response.content.decode()


# -- second factor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", EDITORS_PAGES)
def test_without_a_second_factor_the_editors_pages_lead_to_its_set_up(client, strict, mira, url):
    log_in(client)
    assert client.get(url).url == "/konto/2fa/totp/activate/"
    assert client.post(url).url == "/konto/2fa/totp/activate/"


def test_without_a_second_factor_nobody_is_anybody_on_public_pages(client, strict, mira, town):
    log_in(client)
    assert client.get("/").wsgi_request.user.is_anonymous


def test_a_password_change_or_reset_opens_no_door(client, strict, mira):
    client.post("/konto/password/reset/", {"email": mira.email})
    link = re.search(r"/konto/password/reset/key/\S+", OutboxMessage.objects.get().text).group()
    form = client.get(link).url
    response = client.post(form, {"password1": "Kirschbaum-Ernte", "password2": "Kirschbaum-Ernte"})
    assert response.url == "/konto/password/reset/key/done/"
    assert client.get("/admin/").url.startswith("/konto/login/")
    log_in(client, "Kirschbaum-Ernte")
    assert client.get("/admin/").url == "/konto/2fa/totp/activate/"


def test_setting_up_the_app_opens_the_admin_and_gives_recovery_codes(client, strict, mira):
    log_in(client)
    html = client.get("/konto/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    secret = re.search(r"<code>(\w+)</code>", html).group(1)
    assert "stimmt nicht" in errors(client.post("/konto/2fa/totp/activate/", {"code": "000000"}))
    response = client.post("/konto/2fa/totp/activate/", {"code": code_of(secret)})
    assert response.url == "/konto/2fa/recovery-codes/"
    assert client.get(response.url).content.decode().count("<li><code>") == 10
    assert client.get("/admin/").status_code == HTTPStatus.OK


def test_the_log_in_asks_for_the_code(client, strict, mira):
    TOTP.activate(mira, SECRET)
    assert log_in(client).url == "/konto/2fa/authenticate/"
    assert client.get("/admin/").url.startswith("/konto/login/")
    assert "stimmt nicht" in errors(client.post("/konto/2fa/authenticate/", {"code": "123"}))
    assert client.post("/konto/2fa/authenticate/", {"code": code_of(SECRET)}).url == "/admin/"
    assert client.get("/admin/").status_code == HTTPStatus.OK


def test_whoever_types_slowly_gets_in_with_the_code_before_but_not_with_an_old_one(client, strict, mira):
    TOTP.activate(mira, SECRET)
    log_in(client)
    with time_machine.travel(timezone.now(), tick=False):
        old, before = code_of(SECRET, periods_ago=2), code_of(SECRET, periods_ago=1)
        assert "stimmt nicht" in errors(client.post("/konto/2fa/authenticate/", {"code": old}))
        assert client.post("/konto/2fa/authenticate/", {"code": before}).url == "/admin/"


def test_a_recovery_code_counts_once(client, strict, mira):
    TOTP.activate(mira, SECRET)
    spare = RecoveryCodes.activate(mira).get_unused_codes()[0]
    log_in(client)
    assert client.post("/konto/2fa/authenticate/", {"code": spare}).url == "/admin/"
    other = Client()
    log_in(other)
    assert "stimmt nicht" in errors(other.post("/konto/2fa/authenticate/", {"code": spare}))


def test_a_session_made_by_another_door_is_ended(client, strict, mira):
    TOTP.activate(mira, SECRET)
    client.force_login(mira)
    assert client.get("/admin/").url.startswith("/konto/login/")
    assert "_auth_user_id" not in client.session


def test_recovery_codes_alone_are_no_second_factor(client, strict, mira):
    RecoveryCodes.activate(mira)
    log_in(client)
    assert client.get("/admin/").url == "/konto/2fa/totp/activate/"


def test_taking_the_app_away_closes_the_admin(client, strict, mira):
    TOTP.activate(mira, SECRET)
    log_in(client)
    client.post("/konto/2fa/authenticate/", {"code": code_of(SECRET)})
    client.post("/konto/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/admin/").url == "/konto/2fa/totp/activate/"


def test_wagtail_changes_neither_password_nor_address(as_editor):
    html = as_editor.get("/admin/account/").content.decode()
    assert "password" not in html.lower().replace("/konto/password", "")
    assert 'name="name_email-email"' not in html


def test_the_demonstration_says_that_no_second_factor_is_needed(client, settings, mira):
    settings.DEMO = True
    log_in(client)
    assert "Vorführung: kein zweiter Faktor nötig" in client.get("/admin/").content.decode()


def test_reset_mfa_takes_the_factor_away_and_ends_the_sessions(client, strict, mira):
    TOTP.activate(mira, SECRET)
    log_in(client)
    client.post("/konto/2fa/authenticate/", {"code": code_of(SECRET)})
    said = StringIO()
    call_command("reset_mfa", "mira", stdout=said)
    assert "mira" in said.getvalue()
    assert not Authenticator.objects.filter(user=mira).exists()
    assert client.get("/admin/").url.startswith("/konto/login/")
    call_command("reset_mfa", mira.email, stdout=said)
    with pytest.raises(CommandError, match="niemand"):
        call_command("reset_mfa", "niemand", stdout=said)


# -- limits ------------------------------------------------------------------------------------------------------------


def fail(client, times, **extra):
    for _time in range(times):
        response = log_in(client, "falsch", **extra)
    return response


def test_after_five_failures_one_network_waits_and_is_told_until_when(client, mira):
    with time_machine.travel("2027-03-01 09:02 +0100", tick=False):
        assert "Das waren zu viele" not in errors(fail(client, 5))
        assert "Ab 09:15 Uhr können Sie es wieder versuchen" in errors(log_in(client))
    with time_machine.travel("2027-03-01 09:15 +0100", tick=False):
        assert log_in(client).url == "/admin/"


def test_another_network_is_not_kept_out_by_that(client, mira):
    fail(client, 6, REMOTE_ADDR="203.0.113.7")
    assert log_in(client, REMOTE_ADDR="203.0.113.8").url == "/admin/"


def test_many_networks_together_wait_too_but_never_for_a_known_browser(client, mira):
    with time_machine.travel("2027-03-01 09:01 +0100", tick=False):
        log_in(client)
        client.post("/konto/logout/")
        for number in range(11):
            fail(Client(), 1, REMOTE_ADDR=f"203.0.113.{number}")
        assert "zu viele" in errors(log_in(Client(), REMOTE_ADDR="198.51.100.1"))
        assert log_in(client).url == "/admin/"


def test_a_link_by_mail_makes_the_browser_known(client, mira):
    for number in range(11):
        fail(Client(), 1, REMOTE_ADDR=f"203.0.113.{number}")
    client.post("/konto/password/reset/", {"email": mira.email})
    link = re.search(r"/konto/password/reset/key/\S+", OutboxMessage.objects.get().text).group()
    client.post(client.get(link).url, {"password1": "Kirschbaum-Ernte", "password2": "Kirschbaum-Ernte"})
    assert log_in(client, "Kirschbaum-Ernte").url == "/admin/"


def test_both_names_of_a_person_share_the_limit(client, mira):
    fail(client, 5)
    assert "zu viele" in errors(log_in(client, login=mira.email.upper()))


def test_success_uses_up_no_attempts(client, mira):
    for _time in range(12):
        assert log_in(client).url == "/admin/"
        client.post("/konto/logout/")


def test_the_code_is_limited_like_the_password(client, mira):
    TOTP.activate(mira, SECRET)
    log_in(client)
    for _time in range(5):
        client.post("/konto/2fa/authenticate/", {"code": "000000"})
    assert "zu viele" in errors(client.post("/konto/2fa/authenticate/", {"code": code_of(SECRET)}))


def test_unknown_names_are_refused_in_the_same_words(client, mira):
    known, unknown = fail(client, 1), fail(client, 1, login="niemand")
    assert errors(known).count("stimmen nicht") == errors(unknown).count("stimmen nicht") == 1
    assert "zu viele" in errors(fail(client, 6, login="niemand"))


def test_a_forged_cookie_makes_nobody_known(client, mira):
    fail(client, 5)
    client.cookies["konto_geraet"] = "WyJ1c2VyIDEiLCJ4Il0:abc:def"
    assert "zu viele" in errors(log_in(client))


def test_nothing_stored_says_from_where(client, mira):
    log_in(client, REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    fail(Client(), 1, REMOTE_ADDR="203.0.113.7")
    session = UserSession.objects.get()
    assert (session.ip, session.user_agent) == (NO_ADDRESS, "Firefox, Linux")
    assert not any("203.0.113" in str(value) for row in RateCount.objects.values() for value in row.values())


def test_three_mails_for_a_new_password_an_hour_are_enough(client, mira):
    for _time in range(4):
        client.post("/konto/password/reset/", {"email": mira.email})
    assert OutboxMessage.objects.count() == 3


# -- one's own account -------------------------------------------------------------------------------------------------


def test_other_devices_are_logged_out_from_here(client, mira):
    other = Client()
    log_in(client)
    log_in(other, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36")
    html = client.get("/konto/sessions/").content.decode()
    assert "Chrome, Windows" in html
    assert "dieses Gerät" in html
    client.post("/konto/sessions/")
    assert client.get("/admin/").status_code == HTTPStatus.OK
    assert other.get("/admin/").status_code == HTTPStatus.FOUND


def test_a_new_address_counts_once_it_is_confirmed(client, mira):
    log_in(client)
    client.post("/konto/email/", {"email": "neu@example.org", "action_add": ""})
    mail = OutboxMessage.objects.get(kind="core.email_confirm")
    assert mail.to == "neu@example.org"
    mira.refresh_from_db()
    assert mira.email == "mira@example.org"
    link = re.search(r"/konto/confirm-email/\S+", mail.text).group()
    assert "neu@example.org" in client.get(link).content.decode()
    client.post(link)
    mira.refresh_from_db()
    assert mira.email == "neu@example.org"


def test_an_account_without_a_password_gets_its_first_one(client, mira):
    mira.set_unusable_password()
    mira.save()
    client.force_login(mira)
    assert client.get("/konto/password/change/").url == "/konto/password/set/"
    html = client.get("/konto/password/set/").content.decode()
    assert "Passwort festlegen" in html
    assert html.count("Mindestens 8 Zeichen") == 1
    target = re.search(r'<form class="form" method="post" action="([^"]+)"', html).group(1)
    client.post(target, {"password1": "Kirschbaum-Ernte", "password2": "Kirschbaum-Ernte"})
    mira.refresh_from_db()
    assert mira.check_password("Kirschbaum-Ernte")


@pytest.mark.parametrize(
    "url",
    ["login/", "password/reset/", "password/reset/done/", "password/change/", "email/", "sessions/", "2fa/", "logout/"],
)
def test_every_page_speaks_german_and_english(client, mira, url):
    client.force_login(mira) if url in {"password/change/", "email/", "sessions/", "2fa/", "logout/"} else None
    german, english = client.get(f"/konto/{url}"), client.get(f"/en/konto/{url}")
    assert (german.status_code, english.status_code) == (HTTPStatus.OK, HTTPStatus.OK)
    assert '<html lang="de">' in german.content.decode()
    assert '<html lang="en">' in english.content.decode()


def test_dates_of_the_sessions_are_of_today(client, mira):
    log_in(client)
    assert UserSession.objects.get().created_at.date() == timezone.now().date()
