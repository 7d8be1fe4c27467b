"""Once and only once: a request that carries a key leaves its outcome, and the outcome is replayed.

The outcome is stored in the same transaction as the decision, so a reply lost on the way costs nothing: the same
form sent again gets the same answer. The same key with other content is an error. Source: the pattern of Stripe's
idempotent requests.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.models import StoredOutcome

KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Once:
    """The key of one request and the hash of what it asked for."""

    key: UUID
    payload_hash: str


class KeyReused(Exception):
    """The key stands for a request with other content."""


def payload_hash(payload: Any) -> str:
    """SHA-256 of a canonical JSON of what was asked."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def replay(once: Once, action: str, actor_id: UUID | None) -> Any | None:
    """The stored outcome of this key, or None if it is new. Raises ``KeyReused``."""
    stored = StoredOutcome.objects.filter(pk=once.key).first()
    if stored is None:
        return None
    if (stored.action, stored.actor_id, stored.payload_hash) != (action, actor_id, once.payload_hash):
        raise KeyReused(str(once.key))
    return stored.outcome


def store(once: Once, action: str, actor_id: UUID | None, outcome: Any, at: Instant) -> None:
    """Keep the outcome. A simultaneous second request fails on the primary key and is then replayed."""
    StoredOutcome.objects.create(
        key=once.key,
        action=action,
        actor_id=actor_id,
        payload_hash=once.payload_hash,
        outcome=outcome,
        stored_at=at.utc,
    )


def purge(at: Instant) -> int:
    """Remove outcomes older than seven days; returns how many."""
    return StoredOutcome.objects.filter(stored_at__lt=at.plus(days=-KEPT_DAYS).utc).delete()[0]
