"""Say what is going on while somebody waits: a turning sign on a screen, plain lines in a log.

Whoever waits calls `tick()` in its loop; there are no threads, so that children can be started safely meanwhile.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

_SIGNS = "|/-\\"
_QUIET_SECONDS = 0.3
_LINE_EVERY_SECONDS = 10.0
_WORTH_TELLING_SECONDS = 2.0


@dataclass
class Step:
    """One thing being done. `clock` counts seconds and never goes back."""

    what: str
    stream: TextIO
    clock: Callable[[], float] = time.monotonic
    began: float = field(init=False)
    _told: float = field(init=False)
    _turn: int = field(init=False, default=0)
    _drawn: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Start counting; a log gets its line at once."""
        self.began = self._told = self.clock()
        if not self.stream.isatty():
            print(f"{self.what} ...", file=self.stream, flush=True)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return self.clock() - self.began

    def tick(self) -> None:
        """Show that it still goes on."""
        now = self.clock()
        if self.stream.isatty():
            if now - self.began > _QUIET_SECONDS:
                sign = _SIGNS[self._turn % len(_SIGNS)]
                self._turn += 1
                self._drawn = True
                print(f"\r{sign} {self.what} ... {self.seconds:.0f} s ", end="", file=self.stream, flush=True)
        elif now - self._told > _LINE_EVERY_SECONDS:
            self._told = now
            print(f"  still: {self.what} ({self.seconds:.0f} s)", file=self.stream, flush=True)

    def finish(self, outcome: str = "done") -> None:
        """Leave one line behind that says how it ended."""
        took = f" ({self.seconds:.1f} s)" if self.seconds > _WORTH_TELLING_SECONDS else ""
        if self.stream.isatty():
            print(f"\r\033[K{self.what} ... {outcome}{took}", file=self.stream, flush=True)
        elif took or outcome != "done":
            print(f"  {outcome}: {self.what}{took}", file=self.stream, flush=True)


@contextlib.contextmanager
def step(what: str, stream: TextIO | None = None) -> Iterator[Step]:
    """Show `what` while the block runs; a failure is said, and raised on."""
    shown = Step(what, stream or sys.stdout)
    try:
        yield shown
    except BaseException:
        shown.finish("stopped")
        raise
    shown.finish()
