"""Every route of the resolver: its name and its parameters."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter

KINDS = {
    UUIDConverter: "uuid",
    IntConverter: "int",
    SlugConverter: "slug",
    StringConverter: "str",
    PathConverter: "path",
}


def routes() -> Iterator[tuple[str, dict[str, str], str]]:
    """(name, parameters with their kind, pattern) of every route. A route without a name is an error."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, before: str
) -> Iterator[tuple[str, dict[str, str], str]]:
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, whole)
        else:
            if not pattern.name:
                raise AssertionError(f"the route {whole} has no name")
            yield (
                f"{namespace}{pattern.name}",
                {name: KINDS[type(converter)] for name, converter in pattern.pattern.converters.items()},
                whole,
            )
