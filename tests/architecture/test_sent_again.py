"""Every decision of a screen goes through ``send`` of its form: somebody goes back, types something else and sends it
again, and is told so beside what they typed (never by an error page).
"""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "plait" / "web"
AROUND_IT = re.compile(r"once=\w+\.once_of")


def test_no_screen_hands_its_key_to_a_decision_by_itself() -> None:
    around = [
        f"{path.relative_to(WEB)}:{number}"
        for path in sorted(WEB.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if AROUND_IT.search(line)
    ]
    assert around == []
