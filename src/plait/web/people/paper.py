"""From a page of our own to a PDF, with nothing from outside: no network, no file, no font of the machine.

The renderer asks ``_closed`` for everything that it wants to load; it gets the fonts that a wheel carries and nothing
else, whatever a text in the record says. Which library, and why: docs/decisions/0015-export-and-paper.md.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

WEB = Path(__file__).parent.parent

FONTS = {
    "plait-font:regular": "SourceSansPro-Regular.ttf",
    "plait-font:strong": "SourceSansPro-Semibold.ttf",
    "plait-font:slanted": "SourceSansPro-It.ttf",
}
_TOKEN = re.compile(r"(--[\w-]+):\s*light-dark\(\s*([^,]+),")
_NAMED = re.compile(r"var\((--[\w-]+)\)")
_MARK = ("\ue000", "\ue001")
# The renderer is written in C++ and says nothing about threads: one page at a time in a process.
_ONE_AT_A_TIME = threading.Lock()


class PaperUnavailable(Exception):
    """There is no renderer for this kind of machine."""


def pdf(html: str, *, title: str, head: str, sheets: Sequence[str] = ("",)) -> bytes:
    """The PDF of a whole HTML document; ``head`` stands on every page. Raises ``PaperUnavailable``.

    ``sheets`` are styles added to the one of the paper: the first with which it is one page is taken, else the last.
    """
    try:
        import plutoprint
    except ImportError as error:
        raise PaperUnavailable(str(error)) from error
    with _ONE_AT_A_TIME:
        for more in sheets:
            book = plutoprint.Book(plutoprint.PAGE_SIZE_LETTER, plutoprint.PAGE_MARGINS_NONE)
            book.custom_resource_fetcher = _closed()
            book.load_html(html, user_style=sheet() + _margins(head) + filled(more))
            if len(sheets) == 1 or book.get_page_count() == 1:
                break
        book.set_metadata(plutoprint.PDF_METADATA_TITLE, title)
        book.set_metadata(plutoprint.PDF_METADATA_CREATOR, "Plait")
        out = io.BytesIO()
        book.write_to_pdf_stream(out)
    return out.getvalue()


def _closed() -> Any:
    """What answers when the renderer wants to load something: fonts of ours, and for all else nothing."""
    import plutoprint

    class Closed(plutoprint.ResourceFetcher):  # type: ignore[misc]
        """Opens no connection and no file that a page names."""

        def fetch_url(self, url: str) -> Any:
            """A font of ours, or nothing."""
            name = FONTS.get(url)
            content = _font(name) if name is not None else b""
            return plutoprint.ResourceData(content, "font/ttf" if content else "text/plain", "")

    return Closed()


@cache
def sheet() -> str:
    """The style of the paper: the light colours of the tokens in place of their names."""
    return filled(Path(__file__).with_name("paper.css").read_text(encoding="utf-8"))


def filled(style: str) -> str:
    """A style with the light colours of the tokens in place of their names."""
    return _NAMED.sub(lambda found: _light()[found[1]], style)


@cache
def _light() -> dict[str, str]:
    tokens = (WEB / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(_TOKEN.findall(tokens))


def _margins(head: str) -> str:
    """What stands on every page: who it is about above, and below which page of how many it is."""
    pages = gettext("Page %(number)s of %(count)s") % {"number": _MARK[0], "count": _MARK[1]}
    before, _, rest = pages.partition(_MARK[0])
    between, _, after = rest.partition(_MARK[1])
    said = f"{_quoted(before)} counter(page) {_quoted(between)} counter(pages) {_quoted(after)}"
    small = 'font-family: "Plait"; font-size: 8.5pt;'
    return (
        f"@page {{ @top-left {{ content: {_quoted(head)}; {small} }} "
        f"@bottom-left {{ content: {_quoted(gettext('Confidential health information'))}; {small} }} "
        f"@bottom-right {{ content: {said}; {small} }} }}"
    )


def _quoted(text: str) -> str:
    """A CSS string: whatever is no plain letter or digit is written by its number, so that no name ends the string."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'


@cache
def _font(name: str) -> bytes:
    return (files("font_source_sans_pro") / "files" / name).read_bytes()
