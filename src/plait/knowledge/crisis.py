"""Whom to call in a crisis: one pack of lines for each country, and the practice's own numbers near it.

A pack is ``content/crisis/<country>.toml``; its sources stand in ``content/sources/crisis.toml``. Both are read once,
at start, and nothing else is: the page that shows them answers without database, session or worker. A practice's own
file (local_help.py) can only add; what is wrong in it is left out and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from plait.clinical.citation import Source
from plait.clinical.finding import Mark
from plait.knowledge.content import CONTENT, BadContent, Table, parsed
from plait.knowledge.local_help import Near, read_near
from plait.knowledge.spoken import Words, words

USUAL_COUNTRY = "us"
KINDS = ("call", "text", "chat", "video", "relay", "tty", "emergency", "web")
NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach somebody. ``number`` as it is read; ``press``: the key after the greeting; ``word``: what to
    send in a text; ``address``: of a web page, https; ``label``: only where the kind does not say it.
    """

    kind: str  # one of KINDS
    number: str = ""
    press: str = ""
    word: Words = NOTHING
    address: Words = NOTHING
    label: Words = NOTHING
    hint: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Read:
    """Where something was read, and how far it was checked."""

    mark: Mark
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is for, how and when to reach it, in which languages, and where that was read."""

    id: str
    name: Words
    purpose: Words
    ways: tuple[Way, ...]
    hours: Words
    languages: Words
    note: Words
    read: Read


@dataclass(frozen=True, slots=True)
class Group:
    """The lines for one need."""

    id: str
    title: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Danger:
    """When to call the emergency number at once, and what to say."""

    when: tuple[Words, ...]
    say: Words
    more: tuple[Words, ...]
    read: Read


@dataclass(frozen=True, slots=True)
class Steps:
    """What happens, in order, when one calls, texts or chats."""

    title: Words
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something good to know about the first line."""

    title: Words
    text: Words
    read: Read


@dataclass(frozen=True, slots=True)
class Pack:
    """What the help page says for one country. ``first``: the large buttons, in their order."""

    id: str
    review_due: date
    country: Words
    emergency: str
    scope: Words
    promise: Words
    first: tuple[Way, ...]
    danger: Danger
    groups: tuple[Group, ...]
    expect: tuple[Steps, ...]
    facts: tuple[Fact, ...]
    general: Read  # what the page says besides the lines: how to be with somebody, which device to use


@dataclass(frozen=True, slots=True)
class Help:
    """All that the help page needs: the pack, the practice's own numbers, and what is wrong with the settings."""

    pack: Pack
    near: tuple[Near, ...]
    problems: tuple[str, ...]


@cache
def help_for(country: str, local: str = "") -> Help:
    """What the help page shows. ``local``: path of the practice's own file, or "". Never fails for either.

    A country without a pack gets the usual one, a wrong entry of the practice is left out; ``problems`` says so.
    """
    near, problems = read_near(Path(local)) if local else ((), ())
    if country not in countries():
        known = ", ".join(countries())
        says = f"PLAIT_COUNTRY: there are no crisis lines for {country!r}, only for {known}; those of the US are shown"
        return Help(load(USUAL_COUNTRY), near, (says, *problems))
    return Help(load(country), near, problems)


def countries(root: Path = CONTENT) -> tuple[str, ...]:
    """The countries there is a pack for."""
    return tuple(sorted(path.stem for path in (root / "crisis").glob("*.toml")))


def load(country: str, root: Path = CONTENT) -> Pack:
    """The pack of a country. Raises ``BadContent``, naming the file and what is missing."""
    path = root / "crisis" / f"{country}.toml"
    try:
        listed = {
            key: Source(id=key, **{"url": "", **one}) for key, one in parsed(root / "sources/crisis.toml").items()
        }
        return _build(parsed(path), listed)
    except (KeyError, TypeError, OSError) as error:
        raise BadContent(f"{path.name}: {type(error).__name__} {error}") from error


def _build(table: Table, listed: Mapping[str, Source]) -> Pack:
    lines = [(one["group"], _line(one, listed)) for one in table["lines"]]
    danger = table["danger"]
    return Pack(
        id=table["id"],
        review_due=table["review_due"],
        country=words(table["country"]),
        emergency=table["emergency"],
        scope=words(table["scope"]),
        promise=words(table["promise"]),
        first=tuple(_way(one) for one in table["first"]),
        danger=Danger(
            when=tuple(words(one) for one in danger["when"]),
            say=words(danger["say"]),
            more=tuple(words(one) for one in danger["more"]),
            read=_read(danger, listed),
        ),
        groups=tuple(
            Group(one["id"], words(one["title"]), tuple(line for group, line in lines if group == one["id"]))
            for one in table["groups"]
        ),
        expect=tuple(Steps(words(one["title"]), tuple(map(words, one["steps"]))) for one in table["expect"]),
        facts=tuple(Fact(words(one["title"]), words(one["text"]), _read(one, listed)) for one in table["facts"]),
        general=_read(table["general"], listed),
    )


def _line(table: Table, listed: Mapping[str, Source]) -> Line:
    return Line(
        id=table["id"],
        name=words(table["name"]),
        purpose=words(table["purpose"]),
        ways=tuple(_way(one) for one in table["ways"]),
        hours=words(table.get("hours")),
        languages=words(table.get("languages")),
        note=words(table.get("note")),
        read=_read(table, listed),
    )


def _way(table: Table) -> Way:
    texts = {key: words(table[key]) for key in ("word", "address", "label", "hint") if key in table}
    return Way(kind=table["kind"], number=table.get("number", ""), press=table.get("press", ""), **texts)


def _read(table: Table, listed: Mapping[str, Source]) -> Read:
    return Read(table["mark"], tuple(listed[one] for one in table["sources"]))
