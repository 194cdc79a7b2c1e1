from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.mail import delivery, mailbox
from core.mail.models import OutboxMessage

State = OutboxMessage.State
PERSONAL = {
    "to": "mia@example.org",
    "reply_to": "anna@example.org",
    "subject": "Mia kommt",
    "text": "Liebe Mia",
    "html": "<p>Mia",
}
CALENDAR = {"calendar": "ATTENDEE:mia@example.org", "calendar_method": "REQUEST"}


@pytest.mark.parametrize("state", [State.SENT, State.FAILED])
def test_after_thirty_days_nothing_personal_is_left(posted, maildir, state):
    row = posted("registration:1:confirmed", **PERSONAL, **CALENDAR)
    OutboxMessage.objects.update(state=state, sent_at=timezone.now(), last_error="550 <mia@example.org>")
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert delivery.forget_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert delivery.forget_old() == 1
        assert delivery.forget_old() == 0
    (left,) = OutboxMessage.objects.values()
    assert not any("mia" in str(value).lower() or "anna" in str(value).lower() for value in left.values())
    assert (left["id"], left["key"], left["state"], left["kind"]) == (row.pk, "registration:1:confirmed", state, "test")
    assert str(OutboxMessage.objects.get()) == "registration:1:confirmed"


def test_a_mail_that_still_waits_is_kept(posted, maildir):
    posted()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert delivery.forget_old() == 0
    assert OutboxMessage.objects.get().text


def test_the_mails_in_the_folder_go_too(posted, maildir):
    delivery.deliver(posted().pk)
    assert len(mailbox.keys()) == 1
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        delivery.forget_old()
        assert len(mailbox.keys()) == 1
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        delivery.forget_old()
    assert mailbox.keys() == []
