"""What every record stands on: base models, ids, clock, actor, idempotency, jobs, the embedded database."""
