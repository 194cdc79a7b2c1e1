"""A real mail server for tests: takes, refuses or breaks off as it is told, and can kill its client."""

from __future__ import annotations

import email.policy
import os
import signal
import socket
from email.message import EmailMessage
from email.parser import BytesParser
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """A context manager. `mails` are what it has taken, in order, as a mail program would read them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        #: What to answer instead of "250 OK", by command: {"RCPT": "550 5.1.1 unknown"}.
        self.answers: dict[str, str] = {}
        #: Commands after which the connection is cut without an answer.
        self.cut_at: set[str] = set()
        #: The command at which the process `victim` is killed; a mail sent with DATA counts as taken.
        self.kill_at = ""
        self.victim = 0
        self.port = _free_port()

    def __enter__(self) -> Self:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        """The address for EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" not in self.answers:
            self.raw.append(envelope.content)
            content = envelope.content.replace(b"\r\n", b"\n")
            self.mails.append(BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(content))
            self.senders.append(envelope.mail_from)
        return self._answer("DATA", server)

    def _answer(self, command: str, server: Any) -> str:
        if command == self.kill_at:
            os.kill(self.victim, signal.SIGKILL)
        if command in self.cut_at:
            server.transport.abort()
        return self.answers.get(command, "250 OK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
