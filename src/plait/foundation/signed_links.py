"""A link that lets somebody without an account do one thing: answer questions, read a safety plan.

The token is 132 bits and a mark (HMAC-SHA-256 under the key that signs login sessions) that says for what it was made.
The bits are random, or made from the link's own random id under that key: then a message can be tried again with the
same link, though the database holds none (decision 0024). A made-up token, or one of another purpose, is known as such
without asking the database. Only the hash is stored, so whoever reads the database cannot follow a link. A record app
keeps links in a model of its own that inherits from ``foundation.models.Link``; a link ends by its time, by being
spent, by being taken back, or after too many wrong birth dates. Whatever is wrong with a link, its holder is told the
same.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

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
    return _token(settings.SECRET_KEY, purpose, random)


def token_of(purpose: str, link_id: UUID) -> Token:
    """The token of the link with this id: the same whenever it is made under the same key."""
    return _token(settings.SECRET_KEY, purpose, _bits(settings.SECRET_KEY, purpose, link_id))


def token_again(purpose: str, link_id: UUID, digest: str) -> str | None:
    """The token under which a link is stored, made again; None where it was random or its key is gone."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (_token(key, purpose, _bits(key, purpose, link_id)) for key in keys)
    return next((token.text for token in made if hmac.compare_digest(token.digest, digest)), None)


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


def _token(key: str, purpose: str, random: str) -> Token:
    text = random + _mark(key, purpose, random)
    return Token(text, _digest(text))


def _bits(key: str, purpose: str, link_id: UUID) -> str:
    told = hmac.new(key.encode(), f"plait link bits {purpose} {link_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(told).decode()[:RANDOM_CHARACTERS]


def _mark(key: str, purpose: str, random: str) -> str:
    told = hmac.new(key.encode(), f"plait link {purpose} {random}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(told[:MARK_BYTES]).decode().rstrip("=")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
