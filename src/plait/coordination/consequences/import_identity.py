"""What follows where nobody knows who an imported person is: somebody is asked, until it is answered."""

from __future__ import annotations

from django.utils.translation import gettext

from plait.coordination.door import Visit
from plait.records.inbox.queries import Run
from plait.records.tasks import actions as tasks
from plait.records.tasks import queries as task_queries

CAUSE = "import-run"
DECIDE = "decide-identity"


def ask_who_it_is(visit: Visit, run: Run) -> None:
    """Open a task for the coordinator. It names nobody: whom it may be, the page of the import shows to who may see."""
    tasks.open_task(
        visit.stamp,
        kind=DECIDE,
        cause_kind=CAUSE,
        cause_id=run.run_id,
        title=gettext("An imported person may be here already: decide who it is (Imports)"),
        owner_role="coordinator",
    )


def answered(visit: Visit, run: Run, note: str) -> None:
    """It is decided: the task is done."""
    task_id = task_queries.of_cause(DECIDE, CAUSE, run.run_id)
    if task_id is not None:
        tasks.change_task(visit.stamp, task_id, status="completed", note=note[:1000])
