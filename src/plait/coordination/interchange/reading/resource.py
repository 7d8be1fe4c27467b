"""One resource while it is read, with everything that reading it needs: its Bundle, the zone, what medicines mean.

Before a reader sees it, the resource has passed ``refuse_changed_meaning``: FHIR forbids to read a resource with a
modifier one does not know, since it may turn "give" into "do not give".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from plait.clinical.medication.order import Medicine
from plait.coordination.interchange.reading.document import path_of
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.instruments import Instruments
from plait.coordination.interchange.reading.origin import Origin
from plait.coordination.interchange.reading.parts import Link, read_names
from plait.coordination.interchange.reading.questionnaire_form import Form, form_of
from plait.coordination.interchange.reading.references import Entry, References, Target
from plait.coordination.interchange.reading.when import Stretch, When, read_stretch, read_when
from plait.coordination.interchange.reading.words import Malformed, Note, note

MODIFIERS = ("modifierExtension", "_modifierExtension", "implicitRules")
MedicineLookup = Callable[[str], Medicine | None]
# A form that came in before, by its canonical address; None where there is none.
DefinitionLookup = Callable[[str], Mapping[str, object] | None]


def no_definition(_address: str) -> Mapping[str, object] | None:
    """Nothing came in before."""
    return None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading must know from outside the file."""

    zone: str  # IANA zone of the practice
    lookup: MedicineLookup  # RxNorm code (product or ingredient) -> medicine
    instruments: Instruments
    definitions: DefinitionLookup = no_definition


@dataclass(slots=True)
class Resource:
    """One resource of the Bundle, being read. ``notes`` gathers the warnings of its line in the report."""

    entry: Entry
    references: References
    knowledge: Knowledge
    notes: list[Note] = field(default_factory=list)
    drawn_on: list[Mapping[str, object]] = field(default_factory=list)

    @property
    def origin(self) -> Origin:
        """Where it came from."""
        return self.entry.origin

    @property
    def element(self) -> Element:
        """Its content."""
        return Element(self.entry.resource, self.origin.path)

    def warn(self, code: str, path: str = "", **values: object) -> None:
        """Add a warning."""
        self.notes.append(note(code, path or self.origin.path, **values))

    def when(self, element: Element, name: str) -> When | None:
        """A dateTime."""
        return read_when(element, name, zone=self.knowledge.zone, notes=self.notes)

    def stretch(self, element: Element | None) -> Stretch:
        """A Period."""
        return read_stretch(element, zone=self.knowledge.zone, notes=self.notes)

    def target(self, element: Element | None) -> Target | None:
        """What a Reference leads to inside this Bundle, or None."""
        text = element.text("reference") if element is not None else ""
        return self.references.resolve(text, self.entry) if text else None

    def form(self, address: str) -> Form | None:
        """The form that answers name: in this file, else one that came in before. None where neither is there."""
        if not address:
            return None
        target = self.references.canonical(address, "Questionnaire")
        content = target.resource if target is not None else self.knowledge.definitions(address)
        if content is None:
            return None
        try:
            refuse_changed_meaning(content, target.path if target is not None else "Questionnaire")
            found = form_of(Element(content, target.path if target is not None else "Questionnaire"))
        except Malformed:
            return None
        self.drawn_on.append(content)
        return found

    def link(self, element: Element | None) -> Link | None:
        """A Reference with what it leads to."""
        if element is None:
            return None
        found = self.target(element)
        words = element.text("display")
        if found is None:
            return Link(element.text("reference"), display=words)
        kind = found.resource.get("resourceType")
        return Link(
            reference=element.text("reference"),
            key=found.origin.key if found.origin is not None else "",
            resource_type=kind if isinstance(kind, str) else "",
            display=words or _name_of(found),
        )

    def links(self, elements: list[Element]) -> tuple[Link, ...]:
        """References in their order."""
        found = (self.link(element) for element in elements)
        return tuple(link for link in found if link is not None)


def refuse_changed_meaning(value: object, path: str) -> None:
    """Raise ``Malformed`` where a modifier extension or implicit rules stand anywhere in a resource."""
    names = _changes_meaning(value)
    if names:
        for name in reversed(names):
            path = path_of(path, name)
        raise Malformed("changes-meaning", path)


def _changes_meaning(value: object) -> list[str | int]:
    """The names that lead to the first such modifier, from the inside out; empty where there is none."""
    members: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        for name in MODIFIERS:
            if value.get(name):
                return [name]
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for key, one in members:
        if isinstance(one, dict | list):
            found = _changes_meaning(one)
            if found:
                found.append(key)
                return found
    return []


def _name_of(target: Target) -> str:
    """The name of the practitioner or person that a reference leads to; "" where it has none that can be read."""
    try:
        names = read_names(Element(target.resource, target.path).parts("name"))
    except Malformed:
        return ""
    return str(names[0]) if names else ""
