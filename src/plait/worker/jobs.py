"""Background jobs: taking in a file, and keeping the house. A job may run twice; each is safe to repeat.

A worker that is killed leaves its job in ``doing``; ``retry_stalled`` gives such jobs back once the worker's heartbeat
has been silent. procrastinate itself writes the heartbeat, which ``/readyz`` reads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from plait.coordination.accounts import importer
from plait.coordination.assessment import follow_up_requests
from plait.coordination.consequences import messages
from plait.coordination.door import AuditUnavailable
from plait.coordination.interchange import import_bundle
from plait.coordination.interchange.csv_import import import_table
from plait.coordination.messages import send_message
from plait.foundation import purge as nothing_kept_too_long
from plait.foundation.actor import ANONYMOUS, SYSTEM
from plait.foundation.clock import now

MOST_TRIES = 6
SILENT_SECONDS = 40
FINISHED_JOBS_KEPT_HOURS = 72
UNREACHABLE = (OperationalError, InterfaceError, AuditUnavailable)
PATIENT = RetryStrategy(max_attempts=MOST_TRIES, exponential_wait=2, retry_exceptions=UNREACHABLE)
logger = logging.getLogger("plait.worker")


@app.task(name=import_bundle.JOB, queue=import_bundle.QUEUE, retry=PATIENT, pass_context=True)
def import_run(context: JobContext, run_id: str) -> None:
    """Take in the file of a run."""
    _take_in(context, UUID(run_id), import_bundle.run)


@app.task(name=import_table.JOB, queue=import_table.QUEUE, retry=PATIENT, pass_context=True)
def import_of_table(context: JobContext, run_id: str) -> None:
    """Take in a table, person by person. What was written before an interruption is here and changes nothing."""
    _take_in(context, UUID(run_id), import_table.run)


def _take_in(context: JobContext, run_id: UUID, run: Callable[..., object]) -> None:
    """As the uploader, with their rights of now. The database busy or away: again later; in the end they are told."""
    at = now()
    actor = importer.of_run(run_id, at=at)
    if actor == ANONYMOUS:
        import_bundle.give_up(run_id, "not-yours", actor=SYSTEM, at=at)
        return
    try:
        run(run_id, actor=actor, at=at, clock=now)
    except UNREACHABLE:
        if context.job.attempts + 1 < MOST_TRIES:
            raise
        import_bundle.give_up(run_id, "failed", actor=SYSTEM, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="plait.retry-stalled", queueing_lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Give jobs back whose worker was killed while it did them."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await manager.retry_job(job)
        logger.warning("job %s (%s) was interrupted and is tried again", job.id, job.task_name)


@app.periodic(cron="*/15 * * * *")
@app.task(name="plait.give-up-left-behind", queueing_lock="give-up-left-behind")
def give_up_left_behind(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Say of imports that were interrupted for good that nothing was taken in; let old files go."""
    import_bundle.give_up_left_behind(actor=SYSTEM, at=now())


@app.periodic(cron="7 * * * *")
@app.task(name="plait.follow-up-requests", queueing_lock="follow-up-requests")
def follow_up_of_requests(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Every hour: remind by e-mail where we may; after a week it is a task; what was not sent is forgotten."""
    follow_up_requests.run(actor=SYSTEM, at=now())


@app.task(name=messages.JOB, queue=messages.QUEUE, retry=PATIENT)
def message_out(message_id: str) -> None:
    """Send one message. The database busy or away before the try began: again later."""
    send_message.run(UUID(message_id), actor=SYSTEM, at=now(), clock=now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="plait.send-waiting", queueing_lock="send-waiting")
def messages_that_wait(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Try again what failed; say of what a killed worker began that nobody knows whether it left."""
    send_message.run_waiting(actor=SYSTEM, at=now(), clock=now)


@app.periodic(cron="17 3 * * *")
@app.task(name="plait.purge", queueing_lock="purge")
def purge(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Every night: forget outcomes of requests after a week, and login sessions that are over."""
    logger.info("purged: %s", nothing_kept_too_long.purge(now()))


@app.periodic(cron="47 3 * * *")
@app.task(name="plait.remove-finished-jobs", queueing_lock="remove-finished-jobs", pass_context=True)
async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Every night: forget jobs that ended well days ago. Failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=FINISHED_JOBS_KEPT_HOURS)
