"""The mail as it goes over the wire."""

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from core.mail import delivery
from core.mail.writing import as_mail

ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nX-WR-CALNAME:Bürgertreff\r\nEND:VCALENDAR\r\n"


def read(row) -> EmailMessage:
    raw = as_mail(row).message().as_bytes()
    return BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(raw)


def test_headers(posted, settings):
    settings.DEFAULT_FROM_EMAIL = "Allmende <allmende@example.org>"
    row = posted(sender_name='Müller, Meier & "Söhne"', reply_to="buero@example.org")
    mail = read(row)
    sender = mail["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ('Müller, Meier & "Söhne"', "allmende@example.org")
    assert mail["Reply-To"] == "buero@example.org"
    assert mail["Message-ID"] == row.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert abs((mail["Date"].datetime - row.created_at).total_seconds()) < 1


def test_without_a_name_the_platform_signs(posted, settings):
    settings.DEFAULT_FROM_EMAIL = "Allmende <allmende@example.org>"
    mail = read(posted())
    assert mail["From"] == "Allmende <allmende@example.org>"
    assert mail["Reply-To"] is None


def test_a_name_cannot_smuggle_a_header_or_an_address(posted):
    mail = read(
        posted(sender_name="Chef <chef@bank.example>\r\nBcc: all@example.org", subject="Hallo\nBcc: x@example.org")
    )
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["From"].addresses] == ["allmende@example.org"]
    assert mail["Subject"] == "Hallo Bcc: x@example.org"


def test_text_alone_is_one_part(posted):
    mail = read(posted(text="Grüße aus Görlitz\n"))
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content() == "Grüße aus Görlitz\n"


def test_html_is_an_alternative(posted):
    mail = read(posted(html="<p>Grüße</p>"))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_invitation_is_an_alternative_and_a_file(posted, method):
    mail = read(posted(html="<p>Grüße</p>", calendar=ICS, calendar_method=method))
    body, file = mail.iter_parts()
    text, html, calendar = body.iter_parts()
    assert [part.get_content_type() for part in (text, html, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert dict(calendar["Content-Type"].params) == {"method": method, "charset": "utf-8"}
    assert calendar.as_bytes().count(b"charset") == 1
    assert "Bürgertreff" in calendar.get_content()
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "termin.ics")
    assert file.get_content() == ICS.encode()


def test_on_the_wire_no_line_is_too_long_and_all_end_alike(posted, server):
    delivery.deliver(posted(html=f"<p>{'ü' * 3000}</p>", text="x" * 3000, calendar=ICS, calendar_method="REQUEST").pk)
    (raw,) = server.raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert server.mails[0].get_body(("html",)).get_content().strip() == f"<p>{'ü' * 3000}</p>"


def test_the_envelope_carries_the_platforms_address(posted, server, settings):
    settings.DEFAULT_FROM_EMAIL = "Allmende <allmende@example.org>"
    delivery.deliver(posted(sender_name="Bündnis für Görlitz, e. V.").pk)
    assert server.senders == ["allmende@example.org"]
