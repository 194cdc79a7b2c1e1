"""Tokens that only this server can read, for addresses that stay in histories: nothing in them is shown to anybody."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from core.visitors.links import LinkError

SALT = "allmende.sealed"
PADDING = "="


def seal(purpose: str, content: Any) -> str:
    """Return a token for an address, good for `purpose` only; `content` is what JSON can hold."""
    token = _box(purpose, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(json.dumps(content).encode())
    return token.decode().rstrip(PADDING)


def unseal(purpose: str, token: str, max_age: timedelta) -> Any:
    """Return the content of a token. Raises LinkError where it is forged, too old, or for something else."""
    box = _box(purpose, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    whole = token + PADDING * (-len(token) % 4)
    try:
        return json.loads(box.decrypt(whole.encode(), ttl=int(max_age.total_seconds())))
    except InvalidToken as error:
        raise LinkError("invalid") from error


@cache
def _box(purpose: str, *secrets: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(purpose, secret)) for secret in secrets])


def _key(purpose: str, secret: str) -> bytes:
    return urlsafe_b64encode(salted_hmac(f"{SALT}.{purpose}", "", secret=secret, algorithm="sha256").digest())
