"""Several processes work on one import, each on people of its own: reading is most of the work.

A process that fails ends the others; whoever was taken in stays taken in, and the same command goes on.
"""

import gc
import multiprocessing
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from plait.foundation.installation import SetupRefused

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

    from plait.coordination.interchange.import_people import PeopleImport

LOOK_SECONDS = 0.1
SAY_SECONDS = 5


def work(people: "PeopleImport", workers: int, say: Callable[[str], None]) -> None:
    """Take in everybody, and say how far it is."""
    if workers == 1:
        people.work()
        return
    from django.db import connections

    # A connection is one process's own: each opens a fresh one.
    connections.close_all()
    # What was looked through so far stays: nobody need walk it for garbage again, nor copy it.
    gc.freeze()
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_child, args=(people, number, workers)) for number in range(workers)]
    for process in processes:
        process.start()
    try:
        _wait(processes, people, say)
    finally:
        for process in processes:
            if process.is_alive():
                process.terminate()
            process.join()
    if any(process.exitcode for process in processes):
        raise SetupRefused("The import was interrupted. Whoever is taken in is whole; the same command goes on.")


def _child(people: "PeopleImport", number: int, workers: int) -> None:
    from plait.foundation.children import end_after_parent

    end_after_parent(0)
    try:
        people.work(number, workers)
    except KeyboardInterrupt:
        os._exit(1)


def _wait(processes: "list[ForkProcess]", people: "PeopleImport", say: Callable[[str], None]) -> None:
    """Until all are over, or one of them failed."""
    said = time.monotonic()
    while any(process.is_alive() for process in processes) and not any(process.exitcode for process in processes):
        time.sleep(LOOK_SECONDS)
        if time.monotonic() - said > SAY_SECONDS:
            said = time.monotonic()
            progress = people.progress()
            say(f"{progress.over} of {progress.people} people")
