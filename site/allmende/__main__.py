"""The entry point of `manage.py …`, `allmende …` and `python -m allmende …`."""

import json
import os
import sys

#: Commands that must work although a plugin's models cannot be imported.
PATIENT_COMMANDS = {"serve", "plugins"}


def main(argv: list[str] | None = None) -> None:
    """Run one management command; a configuration that is refused ends in one sentence."""
    argv = sys.argv if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.settings.base")
    if PATIENT_COMMANDS.intersection(argv[1:2]) and not {"-h", "--help"}.intersection(argv):
        leave_out_broken_plugins()

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(argv)
    except ImproperlyConfigured as refusal:
        if "--traceback" in argv:
            raise
        sys.exit(str(refusal))


def leave_out_broken_plugins() -> None:
    """Try to start Django in a child process; name the plugins that prevent it and hide them from all processes."""
    from core.hooks.boot import BROKEN, broken_before
    from core.hooks.probe import find_broken_models

    if broken := find_broken_models():
        os.environ[BROKEN] = json.dumps({**broken_before(), **broken})
    for slug, reason in broken.items():
        print(f"Das Modul „{slug}“ bleibt draußen: {reason}", file=sys.stderr)  # noqa: T201 -- before any logging


if __name__ == "__main__":
    main()
