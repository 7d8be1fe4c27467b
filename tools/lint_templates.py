"""Lint of every HTML template: translatable words, no inline code, no unescaped text, honest forms.

    python tools/lint_templates.py [file or folder ...]      default: src/plait/web/templates

What it refuses, with the word it prints:
  untranslated   letters that a person sees outside {% translate %} and {% blocktranslate %}, also in aria-label, title,
                 placeholder, alt and value of buttons ("Plait", a language's own name and keys in <kbd> are fine)
  inline         <style>, <script> without src, style=, on...=, hx-on, hx-vals="js:", javascript: (the CSP kills them)
  unescaped      |safe, |safeseq, {% autoescape off %}
  form           a form without method get or post, a post form without {% csrf_token %}, a get form with one,
                 a button outside a form that does not say type=button
Blocks named *_class and *_attrs hold class names and attributes, not words. Examples of the gallery
(components/examples/) may carry English: they are shown to developers, not to people.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parent.parent / "src" / "plait" / "web" / "templates"
BRAND = frozenset({"Plait", "English", "Español", "Ctrl", "Enter"})
READ_ALOUD = frozenset({"aria-label", "title", "placeholder", "alt", "aria-description", "data-label"})
GONE = "\ue000"  # stands where a template tag or a variable was: not a letter
CSRF = "\ue001"
LETTERS = re.compile(r"[^\W\d_]{2,}")
HIDDEN = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a template may not do."""

    file: str
    line: int
    word: str
    what: str

    def __str__(self) -> str:
        """As a compiler would say it."""
        return f"{self.file}:{self.line}: {self.word}: {self.what}"


@dataclass
class Page(HTMLParser):
    """The HTML between the template tags."""

    english_allowed: bool
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    form: tuple[int, str, bool] | None = None

    def __post_init__(self) -> None:
        """Begin reading."""
        super().__init__(convert_charrefs=True)

    def _say(self, word: str, what: str, below: int = 0) -> None:
        self.problems.append((self.getpos()[0] + below, word, what))

    def _words(self, text: str, where: str) -> None:
        seen = [word for word in LETTERS.finditer(text) if word[0] not in BRAND]
        if seen and not self.english_allowed:
            words = " ".join(word[0] for word in seen)[:60]
            self._say("untranslated", f"{where}: {words!r}", text.count("\n", 0, seen[0].start()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                self._say("inline", f"attribute {name}")
            if value.strip().lower().startswith(("javascript:", "js:")):
                self._say("inline", f"{name}={value[:20]!r}")
            if name in READ_ALOUD or (name == "value" and tag == "input" and given.get("type") in {"submit", "button"}):
                self._words(value, f"attribute {name}")
        if tag == "style" or (tag == "script" and "src" not in given):
            self._say("inline", f"<{tag}>")
        if tag == "button" and self.form is None and "form" not in given and given.get("type") not in {"button", GONE}:
            self._say("form", "a button outside a form does nothing without JavaScript: say type=button")
        if tag == "form":
            self.form = (self.getpos()[0], given.get("method", ""), False)

    def handle_endtag(self, tag: str) -> None:
        """Judge a form when it ends."""
        if tag != "form" or self.form is None:
            return
        line, method, token = self.form
        self.form = None
        if method not in {"get", "post", "dialog"}:
            self.problems.append((line, "form", f"method {method!r}: say get or post"))
        if (method == "post") != token:
            self.problems.append((line, "form", "post forms carry {% csrf_token %}, others do not"))

    def handle_data(self, data: str) -> None:
        """Look at what a person would read."""
        if CSRF in data and self.form is not None:
            self.form = (*self.form[:2], True)
        self._words(data, "text")


def _unescaped(token: Token) -> Iterator[Problem]:
    """Whether a tag or variable switches escaping off."""
    if UNESCAPED.search(token.contents) or token.contents.split()[:2] == ["autoescape", "off"]:
        yield Problem("", token.lineno or 0, "unescaped", token.contents[:60])


def _flatten(tokens: list[Token]) -> Iterator[str | Problem]:
    """The template's HTML with its tags blanked out line for line, and the problems that only its tags show."""
    hidden_until = ""
    for token in tokens:
        blank = "\n" * token.contents.count("\n")
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents.split() else ""
        if hidden_until:
            if hidden_until != "endcomment" and token.token_type == TokenType.VAR:
                yield from _unescaped(token)
            hidden_until = "" if name == hidden_until else hidden_until
            yield blank
            continue
        if name in HIDDEN:
            hidden_until = HIDDEN[name]
        if name == "block" and token.contents.split()[1].endswith(("_class", "_attrs")):
            hidden_until = "endblock"
        if token.token_type == TokenType.TEXT:
            yield token.contents
            continue
        if token.token_type != TokenType.COMMENT:
            yield from _unescaped(token)
            yield CSRF if name == "csrf_token" else GONE
        yield blank


def check(source: str, name: str, *, english_allowed: bool = False) -> list[Problem]:
    """Every problem of one template's source."""
    found: list[Problem] = []
    html: list[str] = []
    for part in _flatten(Lexer(source).tokenize()):
        if isinstance(part, Problem):
            found.append(Problem(name, part.line, part.word, part.what))
        else:
            html.append(part)
    page = Page(english_allowed)
    page.feed("".join(html))
    page.close()
    found += [Problem(name, line, word, what) for line, word, what in page.problems]
    return sorted(found, key=lambda problem: problem.line)


def templates(*places: Path) -> Iterator[Path]:
    """The HTML templates in the given places."""
    for place in places:
        yield from sorted(place.rglob("*.html")) if place.is_dir() else [place]


def main(arguments: list[str]) -> int:
    """Check and print; 1 when there is a problem."""
    problems: list[Problem] = []
    for path in templates(*([Path(one) for one in arguments] or [ROOT])):
        problems += check(path.read_text(encoding="utf-8"), str(path), english_allowed="examples" in path.parts)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
