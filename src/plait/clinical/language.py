"""Whose words the core speaks: English, or what the caller's translator makes of it.

The core reads no settings, so it cannot know the language: like time, the translator is passed in. Every sentence is
a constant ``gettext("...")`` or ``gettext_noop("...")`` with named fields, so that Babel finds it in the source.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]


def untranslated(text: str) -> str:
    """English, as it stands in the source."""
    return text


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogs; whoever shows it translates it."""
    return text
