"""How a process that answers pages looks for garbage: not among what stays, and after more than a few new objects.

Knowledge and screens stay for as long as the process does, and a long list makes tens of thousands of objects and no
circles of them: walking all of it in the middle of a page took up to a third of that page's time.
"""

from __future__ import annotations

import gc

NEW_OBJECTS, YOUNG, OLD = 20_000, 20, 20


def leave_what_stays() -> None:
    """Call once, when everything that stays is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG, OLD)
