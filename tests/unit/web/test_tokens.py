"""Contrast, computed from the tokens: text 4.5:1, graphics and edges of controls 3:1, in both themes.

The pairs are not listed by hand: every rule of every style sheet that sets a colour is read, together with the
surface it sets itself, or else with every surface it can stand on. What cannot be read is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "src" / "plait" / "web"
CSS = WEB / "static" / "css"
SHEETS = sorted(path for path in WEB.rglob("*.css") if path.name not in {"tokens.css", "print.css"})
SURFACES = ("--paper", "--card")  # what a text without a background of its own may stand on
TEXT, GRAPHIC = 4.5, 3.0
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);")
COLOURS = {
    name: (light, dark) for name, light, dark in TOKEN.findall(COMMENT.sub("", (CSS / "tokens.css").read_text()))
}
STRANDS = ("med", "ther", "pers")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(one: str, other: str) -> float:
    """The lower contrast of two tokens, over both themes."""
    return min(contrast(COLOURS[one][theme], COLOURS[other][theme]) for theme in (0, 1))


def rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each block of a nested sheet: its full selector and its own declarations."""
    stack: list[tuple[str, dict[str, str]]] = [("", {})]
    at = 0
    source = COMMENT.sub(" ", sheet)
    for found in re.finditer(r"[{};]", source):
        piece = " ".join(source[at : found.start()].split())
        at = found.end()
        if found[0] == "{":
            stack.append((f"{stack[-1][0]} {piece}".strip(), {}))
            continue
        name, colon, value = piece.partition(":")
        if colon:
            stack[-1][1][name.strip()] = value.strip()
        if found[0] == "}":
            yield stack.pop()


ALL_RULES = [(path.name, *rule) for path in SHEETS for rule in rules(path.read_text())]


def tokens_in(value: str) -> list[str]:
    """The colour tokens that a declaration names."""
    return [name for name in re.findall(r"var\((--[\w-]+)\)", value) if name in COLOURS]


def surface_of(declarations: dict[str, str]) -> str:
    """The token a rule fills itself with, or nothing."""
    named = tokens_in(declarations.get("background", "") + declarations.get("background-color", ""))
    return named[0] if len(named) == 1 else ""


PAIRS = sorted(
    {
        (ink, surface)
        for _file, _selector, declarations in ALL_RULES
        for ink in tokens_in(declarations.get("color", ""))
        for surface in ([surface_of(declarations)] if surface_of(declarations) else SURFACES)
        if ink not in {"--paper", "--alert-ink"} or surface_of(declarations)
    }
)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_tokens_were_read() -> None:
    assert {"--ink", "--paper", "--card", "--quiet", "--alert", "--focus", *(f"--{one}" for one in STRANDS)} <= set(
        COLOURS
    )
    assert len(PAIRS) > 15


@pytest.mark.parametrize(("ink", "surface"), PAIRS)
def test_every_text_and_fill_pair_in_use(ink: str, surface: str) -> None:
    assert least(ink, surface) >= TEXT, f"{ink} on {surface}: {least(ink, surface):.2f}"


@pytest.mark.parametrize(
    ("ink", "surface"),
    [
        *(("--ink", surface) for surface in ("--paper", "--card", "--sunken", "--alert-soft", "--caution-soft")),
        *(("--quiet", surface) for surface in ("--paper", "--card", "--sunken")),  # never on an alarm
    ],
)
def test_ink_reads_on_every_surface_it_may_inherit(ink: str, surface: str) -> None:
    assert least(ink, surface) >= TEXT


@pytest.mark.parametrize("strand", STRANDS)
def test_strand_reads_as_text_and_as_a_drawing(strand: str) -> None:
    for surface in (*SURFACES, f"--{strand}-soft"):
        assert least(f"--{strand}", surface) >= TEXT
    assert least("--ink", f"--{strand}-soft") >= TEXT


@pytest.mark.parametrize("edge", ["--edge", "--focus", "--caution-edge", "--alert"])
@pytest.mark.parametrize("surface", ["--paper", "--card", "--sunken"])
def test_edges_and_focus_can_be_seen(edge: str, surface: str) -> None:
    assert least(edge, surface) >= GRAPHIC


def test_filled_button_and_filled_alert_can_be_read() -> None:
    assert least("--paper", "--ink") >= TEXT
    assert least("--paper", "--quiet") >= TEXT
    assert least("--alert-ink", "--alert") >= TEXT


def test_no_raw_colour_outside_the_tokens() -> None:
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
    assert [(path.name, found[0]) for path in SHEETS for found in raw.finditer(COMMENT.sub("", path.read_text()))] == []


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in [CSS / "tokens.css", *SHEETS])))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(path.read_text() for path in SHEETS)))
    assert used <= defined


def test_every_rule_that_fills_says_its_ink() -> None:
    """A rule with a surface of its own also sets the ink, so that the pair above is the pair on screen."""
    decoration = re.compile(r"::|progress|input|\.count$|tr|body|:hover")
    silent = [
        f"{file}: {selector}"
        for file, selector, declarations in ALL_RULES
        if surface_of(declarations) and "color" not in declarations and not decoration.search(selector)
    ]
    assert silent == []


# Loaded by their own pages only; site.css by the public pages, which load little else.
OF_ONE_PAGE = {
    "paper.css",
    "timeline.css",
    "medication.css",
    "visits.css",
    "help.css",
    "site.css",
    "aid.css",
    "icon-array.css",
}


def test_styles_are_small() -> None:
    shared = [path for path in CSS.glob("*.css") if path.name not in OF_ONE_PAGE]
    assert sum(path.stat().st_size for path in shared) < 60_000
    assert sum(path.stat().st_size for path in (WEB / "static" / "js").glob("*.js")) < 20_000
