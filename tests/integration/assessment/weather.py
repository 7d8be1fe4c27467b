"""Two forms that nobody wrote Python for: TOML beside the content that ships, in a copy of it while a test runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plait.clinical.assessment.instrument import Instrument
from plait.knowledge import loader
from plait.knowledge.content import CONTENT, read
from plait.knowledge.loader import release
from plait.knowledge.rxnorm import read as read_rxnorm
from plait.knowledge.validate import problems

INSTRUMENT = """
id = "weather"
version = "7"
status = "active"
effective_from = 2026-11-24
review_due = 2027-05-24
licence = "own wording"
licence_source = "made-up-paper"
wording_embedded = true
languages = ["en"]
wording_source.en = "made-up-paper"
title.en = "Weather: how it felt"
recall.en = "This week"
scoring = "sum"
lowest = 0
highest = 9
most_missing = 1
missing = { mark = "verified", source = "made-up-paper", locator = "page 2" }
conditions = ["depression"]

[options.often]
values = [
  { value = 0, code = "LA0-0", text.en = "Never" },
  { value = 1, code = "LA1-1", text.en = "Once" },
  { value = 2, code = "LA2-2", text.en = "Twice" },
  { value = 3, code = "LA3-3", text.en = "Daily" },
]

[[items]]
id = "rain"
code = "1111-1"
harm = "none"
options = "often"
text.en = "It rained"

[[items]]
id = "storm"
harm = "none"
options = "often"
text.en = "It stormed"
only_if = { items = ["rain"], at_least = 2 }

[[items]]
id = "flood"
harm = "self"
risk = [{ from = 1, level = "moderate" }, { from = 3, level = "high" }]
options = "often"
text.en = "I went where it floods"

[[items]]
id = "hours"
harm = "none"
scored = false
required = false
answer = "number"
low = 0
high = 24
text.en = "Hours outside"

[[bands]]
low = 0
high = 4
code = "fair"
text.en = "fair"
mark = "verified"
source = "made-up-paper"

[[bands]]
low = 5
high = 9
code = "foul"
text.en = "foul"
mark = "partial"
source = "made-up-paper"

[[subscales]]
id = "water"
text.en = "Water"
items = ["rain", "flood"]
scoring = "mean"

[[criteria]]
code = "soaked"
text.en = "soaked"
every = [{ items = ["rain", "flood"], at_least = 2, count = 2 }]
mark = "verified"
source = "made-up-paper"

[change.remission]
at = 1
mark = "verified"
source = "made-up-paper"

[change.reliable]
points = 4
spread = 2.5
reliability = 0.68
mark = "verified"
source = "made-up-paper"

[rhythm]
acute_days = 14
later_days = 90
mark = "verified"
source = "made-up-paper"
"""

CASES = """
instrument = "weather"

[[cases]]
name = "dry"
answers = [0, "", 0, ""]
total = 0
band = "fair"

[[cases]]
name = "upper edge of fair"
answers = [2, 2, 0, 3]
total = 4
band = "fair"
subscales = { water = 1 }

[[cases]]
name = "lower edge of foul, where it floods"
answers = [2, 1, 2, 3]
total = 5
band = "foul"
risk = ["flood"]
level = "moderate"
criteria = ["soaked"]

[[cases]]
name = "everything"
answers = [3, 3, 3, 24]
total = 9
band = "foul"
risk = ["flood"]
level = "high"
criteria = ["soaked"]

[[cases]]
name = "one left out is filled in by the others"
answers = [3, "", 0, ""]
total = 5
band = "foul"

[[cases]]
name = "what speaks of harm is never filled in"
answers = [3, 3, "", ""]
"""

DIARY = """
id = "rain-diary"
version = "1"
status = "active"
effective_from = 2026-11-24
review_due = 2027-05-24
licence = "own wording"
licence_source = "made-up-paper"
wording_embedded = true
languages = ["en"]
wording_source.en = "made-up-paper"
title.en = "Rain diary: one day"
recall.en = "Today"
validated = false
scoring = "none"
lowest = 0
highest = 0
most_missing = 0

[options.went]
values = [{ value = 0, text.en = "No" }, { value = 1, text.en = "Yes" }]

[[items]]
id = "went"
harm = "self"
risk = [{ from = 1, level = "high" }]
options = "went"
text.en = "I went where it floods today"
"""

DIARY_CASES = """
instrument = "rain-diary"

[[cases]]
name = "stayed in"
answers = [0]

[[cases]]
name = "went"
answers = [1]
risk = ["went"]
level = "high"
"""

SOURCE = """
[made-up-paper]
kind = "paper"
title = "A made-up paper"
"""


@contextmanager
def made_up_content(root: Path) -> Iterator[Instrument]:
    """The instrument and the diary, in the release that everybody is given."""
    shutil.copytree(CONTENT, root)
    (root / "instruments" / "weather.toml").write_text(INSTRUMENT, encoding="utf-8")
    (root / "instruments" / "weather.cases.toml").write_text(CASES, encoding="utf-8")
    (root / "instruments" / "rain-diary.toml").write_text(DIARY, encoding="utf-8")
    (root / "instruments" / "rain-diary.cases.toml").write_text(DIARY_CASES, encoding="utf-8")
    (root / "sources" / "made-up.toml").write_text(SOURCE, encoding="utf-8")
    own = ("weather", "rain-diary", "made-up")
    found = problems(read(root), frozenset(read_rxnorm().ingredients))
    assert [str(one) for one in found if any(name in one.path for name in own)] == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "CONTENT", root)
        release.cache_clear()
        yield release().instruments["weather"]
    release.cache_clear()
