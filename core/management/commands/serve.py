"""Run the whole site in the foreground: Redis, web, worker and scheduler."""

import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from core.processes import programs, redis_server
from core.processes.preflight import Bind, RefusedError, StateLock, listen, require_writable
from core.processes.queues import enqueue_now
from core.processes.supervisor import Child, Supervisor

REQUEST = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"


class Command(BaseCommand):
    help = "Runs web server, worker, scheduler and, without REDIS_URL, an embedded Redis until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="", help="HOST:PORT to listen on (127.0.0.1, PORT or 8000)")
        parser.add_argument("--workers", type=int, help="web processes (1 with SQLite, 2 otherwise)")
        parser.add_argument("--threads", type=int, default=8, help="requests that one web process answers at once")
        parser.add_argument("--demo", action="store_true", help="fill an empty site with the demonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code = self.serve(**{name: options[name] for name in ("bind", "workers", "threads", "demo")})
        except RefusedError as refusal:
            self.stderr.write(str(refusal))
            code = 1
        except KeyboardInterrupt:
            code = 0
        if code:
            sys.exit(code)

    def serve(self, bind: str, workers: int | None, threads: int, demo: bool) -> int:
        """Run everything until it is stopped, and return the exit code. Raises RefusedError when it cannot start."""
        address = Bind.parse(bind or f"127.0.0.1:{os.environ.get('PORT') or 8000}")
        with ExitStack() as stack:
            require_writable(settings.STATE_DIR)
            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
            stack.enter_context(StateLock(settings.STATE_DIR, address.url))
            stack.callback(redis_server.remove_socket, settings.STATE_DIR)
            supervisor = stack.enter_context(Supervisor(self.say))
            listener = stack.enter_context(listen(address))
            self.start_redis(supervisor)
            self.prepare_database()
            news = start_demo(self.tell) if demo else ""
            env = programs.environment(PORT=str(address.port), **({"DEMO": "1"} if demo else {}))
            supervisor.add(programs.web(listener, workers or programs.default_workers(), threads, env))
            supervisor.add(programs.worker(env))
            supervisor.add(programs.scheduler(env))
            when_web_answers(supervisor, address, lambda: self.welcome(address, news))
            code = supervisor.run()
            self.tell(_("Allmende wird beendet …"))
            return code

    def start_redis(self, supervisor: Supervisor) -> None:
        """Start the embedded server unless REDIS_URL names another one. Raises RefusedError when that fails."""
        state = settings.STATE_DIR
        if redis_server.socket_url(state) != settings.REDIS_URL:
            return
        if (binary := redis_server.find_binary()) is None:
            raise RefusedError(why_no_redis())
        try:
            redis_server.prepare(state)
            child = supervisor.start(programs.redis(binary))
            self.await_redis(supervisor, child)
        except (redis_server.ServerFailedError, OSError) as error:
            raise RefusedError(
                _("Der Redis-Server %(binary)s ist nicht gestartet (%(reason)s). Mehr steht in %(log)s.")
                % {
                    "binary": binary,
                    "reason": str(error) or _("ohne ein Wort"),
                    "log": redis_server.log_file(state),
                }
            ) from error

    def await_redis(self, supervisor: Supervisor, child: Child) -> None:
        """Wait for the embedded server; if it cannot read its own data, let it begin anew once."""
        state = settings.STATE_DIR
        try:
            redis_server.wait_until_ready(state, child.is_alive)
        except redis_server.ServerFailedError:
            if not redis_server.data_is_unreadable(state):
                raise
            aside = redis_server.set_data_aside(state)
            self.tell(
                _("Redis konnte seine Daten nicht lesen und beginnt neu. Die alten liegen in %(folder)s.")
                % {"folder": aside}
            )
            redis_server.prepare(state)
            supervisor.restart(child)
            redis_server.wait_until_ready(state, child.is_alive)

    def prepare_database(self) -> None:
        """Bring the tables up to date. Raises RefusedError when the database does not answer."""
        try:
            is_fresh = not MigrationRecorder(connection).has_table()
        except DatabaseError as error:
            raise RefusedError(
                _("Die Datenbank antwortet nicht (%(reason)s). Prüfen Sie DATABASE_URL.")
                % {"reason": str(error).strip().splitlines()[0]}
            ) from error
        self.tell(
            _("Die Datenbank wird eingerichtet. Das dauert etwa zehn Sekunden …")
            if is_fresh
            else _("Allmende startet …")
        )
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()

    def welcome(self, address: Bind, news: str) -> None:
        """Say where the site is and how to stop it."""
        lines = ["", _("Allmende ist bereit: %(url)s") % {"url": address.url}]
        if not settings.EMAIL_URL:
            lines.append(
                _("E-Mails werden nicht verschickt, sie stehen hier: %(url)s") % {"url": f"{address.url}/postfach/"}
            )
        for line in [*lines, *news.splitlines(), _("Strg-C beendet alles."), ""]:
            self.tell(line)

    def tell(self, words: str) -> None:
        """Print a line of our own."""
        self.say("", words)

    def say(self, name: str, line: str) -> None:
        """Print a line of a program's output behind its name, or one of our own."""
        try:
            self.stdout.write(f"{name:<9} | {line}" if name else line)
            self.stdout.flush()
        except OSError:
            # The terminal is gone (closed window, broken pipe): nobody reads, and stopping in order matters more.
            pass


def why_no_redis() -> str:
    """Return what to say when there is no binary of Redis."""
    if named := os.environ.get("REDIS_SERVER"):
        return _("REDIS_SERVER nennt kein Programm, das sich starten lässt: %(named)s") % {"named": named}
    return _(
        "Es ist kein Redis-Server zu finden. Installieren Sie das Paket valkey oder redis-server, "
        "oder nennen Sie einen laufenden: REDIS_URL=redis://127.0.0.1:6379/0"
    )


def start_demo(tell: Callable[[str], None]) -> str:
    """Fill a fresh site with what its first page shows, leave the rest to a worker, return what people should know."""
    if "demo" not in get_commands():
        return ""
    tell(_("Die Vorführung wird vorbereitet …"))
    output = StringIO()
    call_command("demo", "--first", stdout=output)
    if find_spec("core.pages.demo"):
        enqueue_now("core.pages.demo.load_rest", queue="low")
    connections.close_all()
    return output.getvalue()


def when_web_answers(supervisor: Supervisor, address: Bind, call: Callable[[], None]) -> None:
    """Call once as soon as the web process answers a request, whatever it answers."""
    probe = socket.create_connection(address.loopback)
    probe.sendall(REQUEST)

    def answered() -> None:
        answer = probe.recv(1024)
        supervisor.forget(probe)
        if answer:
            call()
        else:
            when_web_answers(supervisor, address, call)

    supervisor.watch(probe, answered)
