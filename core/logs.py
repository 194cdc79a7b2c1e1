"""What goes into the log: no personal link. Whoever reads a log must not be able to open what belongs to somebody."""

from __future__ import annotations

import logging
import re

#: The tokens of links: signed ones have three parts, sealed ones are long.
TOKEN = re.compile(r"[\w-]+\.[\w-]{6,7}\.[\w-]{43}|(?<=/)[\w-]{80,}")


class HideTokens(logging.Filter):
    """Puts „…“ in place of tokens in messages and their arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its tokens."""
        record.msg = hidden(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(value) if isinstance(value, str) else value for value in record.args)
        return True


def hidden(text: str) -> str:
    """Return a text without tokens."""
    return TOKEN.sub("…", text)
