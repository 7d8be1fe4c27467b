"""The pages of the practice's site: Markdown files with front matter, which a practice edits without code.

    <folder>/<en|es>/<slug>.md                    kind "care" or "practice"
    <folder>/<en|es>/conditions/<slug>.md         kind "condition"

A file begins with TOML between two lines ``+++``: title, description, kind, owner, reviewed, review_by, and perhaps
order (a number, for lists), published (false takes the page away), signed_by (the licensed clinician who read the page,
with licence and date) and any number of [[sources]] with id, title,
publisher, address, read, mark, and year where one is known. The rest is Markdown; a claim ends with its citation, as in
``[^ng222]``. What is wrong with a file is said with path and line (site_pages_read.py); such a page is not served, nor
is its twin in the other language. A practice's own folder overrides file by file and adds pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plait.knowledge.content import CONTENT

SITE = CONTENT / "site"
LANGUAGES = ("en", "es")
KINDS = ("care", "condition", "practice")

Key = tuple[str, str]  # kind, slug: the same page in every language


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a claim of a page comes from. ``mark``: V read in the source, P read in part, U not checked yet."""

    id: str
    title: str
    publisher: str
    year: int | None
    address: str
    read: date
    mark: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page in one language. ``body`` is Markdown; ``first_line`` the line of the file on which it begins."""

    kind: str
    slug: str
    language: str
    title: str
    description: str
    owner: str
    reviewed: date
    review_by: date
    order: int
    published: bool
    signed_by: str  # name, licence, date; empty while no licensed clinician has read the page
    sources: tuple[PageSource, ...]
    body: str
    path: str
    first_line: int

    @property
    def key(self) -> Key:
        """What the page is, whatever its language."""
        return self.kind, self.slug

    def expired(self, today: date) -> bool:
        """Whether somebody should have looked at it again by now."""
        return today > self.review_by


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Why a page is not served: file, line (from 1), and what is wrong."""

    path: str
    line: int
    why: str

    def __str__(self) -> str:
        """As a compiler would say it."""
        return f"{self.path}:{self.line}: {self.why}"


@dataclass(frozen=True, slots=True)
class SitePages:
    """Every page that may be served, and why the others may not."""

    pages: Mapping[tuple[str, Key], SitePage]
    problems: tuple[PageProblem, ...]

    def page(self, language: str, kind: str, slug: str) -> SitePage | None:
        """One page; None when there is none, or none that may be served."""
        return self.pages.get((language, (kind, slug)))

    def of(self, language: str, kind: str) -> tuple[SitePage, ...]:
        """The pages of a kind, in the order of their files' ``order`` and then by title."""
        found = (one for one in self.pages.values() if one.language == language and one.kind == kind)
        return tuple(sorted(found, key=lambda one: (one.order, one.title.casefold())))
