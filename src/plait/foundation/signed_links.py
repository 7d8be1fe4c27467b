"""A link that lets somebody without an account do one thing: answer questions, read a safety plan.

The token is 132 random bits and a mark (HMAC-SHA-256 under the key that signs login sessions) that says for what it was
made. A made-up token, or one of another purpose, is known as such without asking the database. Only the hash is stored,
so whoever reads the database cannot follow a link. A record app keeps links in a model of its own that inherits
from ``foundation.models.Link``; a link ends by its time, by being spent, by being taken back, or after too many wrong
birth dates. Whatever is wrong with a link, its holder is told the same.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

RANDOM_CHARACTERS = 22
MARK_BYTES = 16
MOST_WRONG_BIRTH_DATES = 5


@dataclass(frozen=True, slots=True)
class Token:
    """A new token: shown once to whoever passes it on, and the hash that is stored."""

    text: str = field(repr=False)
    digest: str


def new_token(purpose: str) -> Token:
    """Make one for ``purpose``."""
    random = secrets.token_urlsafe(RANDOM_CHARACTERS)[:RANDOM_CHARACTERS]
    text = random + _mark(settings.SECRET_KEY, purpose, random)
    return Token(text, _digest(text))


def digest_of(text: str, purpose: str) -> str | None:
    """The hash under which a token is stored; None where it was never made here for ``purpose``."""
    random, mark = text[:RANDOM_CHARACTERS], text[RANDOM_CHARACTERS:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(mark.encode(), _mark(key, purpose, random).encode()) for key in keys):
        return None
    return _digest(text)


def is_same_day(stated: date, known: str) -> bool:
    """Whether a birth date that somebody stated is the one that is known, in full ("1992-05-02")."""
    return hmac.compare_digest(stated.isoformat(), known)


def _mark(key: str, purpose: str, random: str) -> str:
    told = hmac.new(key.encode(), f"plait link {purpose} {random}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(told[:MARK_BYTES]).decode().rstrip("=")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
