"""Sealing a short secret before it is stored, and opening it again: AES-256-GCM under the newest encryption key.

A sealed text is ``v1.<key id>.<nonce and ciphertext, base64>``. The key id says which key opens it, so that keys can
be rotated while old texts stay readable; what a text is for goes into the key and is authenticated with it, so that a
text sealed for one purpose cannot be passed off as another. Losing the keys loses the texts (SAFETY.md).
"""

from __future__ import annotations

import base64
import binascii
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from plait.foundation.keys import ENCRYPTION, Key, folder_in_use, keys_for

SECOND_FACTOR = "second-factor"
_VERSION = "v1"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class CannotOpen(Exception):
    """The text was not sealed here, was changed, or its key is gone."""


def seal(text: str, purpose: str) -> str:
    """Seal ``text`` for ``purpose`` under the newest key."""
    key = _keys()[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(_derived(key, purpose)).encrypt(nonce, text.encode(), _header(key, purpose))
    return f"{_VERSION}.{key.id}.{base64.urlsafe_b64encode(sealed).decode()}"


def open_sealed(sealed: str, purpose: str) -> str:
    """The text that was sealed. Raises CannotOpen."""
    version, _, rest = sealed.partition(".")
    key_id, _, body = rest.rpartition(".")
    key = next((one for one in _keys() if one.id == key_id), None)
    if version != _VERSION or key is None:
        raise CannotOpen(f"no key {key_id!r}")
    try:
        raw = base64.urlsafe_b64decode(body)
        cipher = AESGCM(_derived(key, purpose))
        return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _header(key, purpose)).decode()
    except (InvalidTag, ValueError, binascii.Error) as problem:
        raise CannotOpen("changed, or sealed for another purpose") from problem


def _keys() -> tuple[Key, ...]:
    return keys_for(ENCRYPTION, folder_in_use())


def _header(key: Key, purpose: str) -> bytes:
    return f"{_VERSION}.{key.id}.{purpose}".encode()


@lru_cache(maxsize=32)
def _derived(key: Key, purpose: str) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"plait {purpose}".encode()).derive(key.secret.encode())
