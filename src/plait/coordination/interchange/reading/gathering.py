"""Everything that several files say about one person, put together as if it had come in one Bundle.

What is about nobody comes along where something refers to it, and what that refers to in turn; a cycle ends by itself.
Another person's resources never come along. What does not bear a close look becomes a line of the report.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plait.coordination.interchange.reading.document import read_document
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.entries import Gathered, LineOfFile, gather, resource_of
from plait.coordination.interchange.reading.origin import canonical, is_id
from plait.coordination.interchange.reading.references import mentions
from plait.coordination.interchange.reading.report import Line
from plait.coordination.interchange.reading.survey import ALL, Person, Place, Record, Survey
from plait.coordination.interchange.reading.words import Malformed, Note

MOST_KEPT = 400
LINES = {"resourceType": "Bundle", "type": "collection"}


@dataclass(slots=True)
class Gathering:
    """Reads places closely. ``source`` is the address of the sending system, where somebody said it, else ""."""

    survey: Survey
    source: str = ""
    _documents: OrderedDict[tuple[int, int], Gathered] = field(default_factory=OrderedDict)
    _shared: OrderedDict[Place, Element | Line] = field(default_factory=OrderedDict)

    def of(self, person: Person) -> Gathered:
        """Everything about one person. Raises ``Malformed`` where their own Bundle is no lawful one."""
        bundle: Mapping[str, object] = LINES
        kind = "collection"
        parts: list[Element | Line] = []
        for place in person.places:
            if place.entry == ALL:
                whole = self._document(place)
                bundle, kind = whole.bundle, whole.kind
                parts += whole.parts
            else:
                parts.append(self.part(place))
        return Gathered(bundle, kind, (*parts, *self._needed(parts)))

    def part(self, place: Place) -> Element | Line:
        """One resource, or the line that says why it cannot be read."""
        try:
            if place.entry is not None:
                part = self._document(place).parts[place.entry]
                if isinstance(part, Element):
                    resource_of(part)
                return part
            document = read_document(self._raw(place), most_bytes=place.length)
        except Malformed as error:
            why = self._at(place, error.note)
            return Line("", "", why.path, "refused", why)
        return LineOfFile({"resource": document, **self._address(document)}, self.survey.path(place))

    def _needed(self, parts: list[Element | Line]) -> Iterator[Element | Line]:
        """What is about nobody and is referred to, each once."""
        seen: set[Place] = set()
        todo = [part for part in parts if isinstance(part, Element)]
        here = {name for part in todo for name in _names(part)}
        while todo:
            part = todo.pop()
            for text in _mentioned(part):
                record = self.survey.shared_record(text) if text not in here else None
                if record is None or record.place in seen:
                    continue
                seen.add(record.place)
                found = self._shared_part(record)
                yield found
                if isinstance(found, Element):
                    todo.append(found)

    def _shared_part(self, record: Record) -> Element | Line:
        found = self._shared.get(record.place)
        if found is None:
            found = self._shared[record.place] = self.part(record.place)
            if len(self._shared) > MOST_KEPT:
                self._shared.popitem(last=False)
        return found

    def _document(self, place: Place) -> Gathered:
        """The Bundle at a place; the last one that was read is kept."""
        key = (place.file, place.offset)
        found = self._documents.get(key)
        if found is None:
            whole = Place(place.file, place.offset, place.length, place.line, ALL)
            try:
                found = gather(read_document(self._raw(place), most_bytes=place.length), self.survey.path(whole))
            except Malformed as error:
                why = self._at(place, error.note) if error.note.path.startswith("$") else error.note
                raise Malformed(why.code, why.path, **dict(why.values)) from error
            self._documents[key] = found
            if len(self._documents) > 1:
                self._documents.popitem(last=False)
        return found

    def _raw(self, place: Place) -> bytes:
        return self.survey.files[place.file].read(place.offset, place.length)

    def _address(self, resource: Mapping[str, object]) -> dict[str, str]:
        """Where the resource lies at the sender, if it was said which system that is."""
        identity, kind = resource.get("id"), resource.get("resourceType")
        if self.source and isinstance(identity, str) and is_id(identity):
            return {"fullUrl": f"{self.source.rstrip('/')}/{kind}/{identity}"}
        return {}

    def _at(self, place: Place, why: Note) -> Note:
        prefix = self.survey.path(place)
        path = (
            why.path
            if prefix == "$"
            else f"{prefix}: {why.path}"
            if not prefix.endswith("$")
            else prefix + why.path[1:]
        )
        return Note(why.code, path, why.values)


def as_bundle(gathered: Gathered) -> bytes:
    """What was gathered as one Bundle, to be kept until somebody has decided about it."""
    entries = [dict(part.value) for part in gathered.parts if isinstance(part, Element)]
    beside = {name: value for name, value in gathered.bundle.items() if name != "entry"}
    return canonical({**beside, "entry": entries}).encode()


def _names(part: Element) -> Iterator[str]:
    """How a resource that is here already may be referred to."""
    resource, url = part.value.get("resource"), part.value.get("fullUrl")
    if isinstance(resource, dict):
        yield f"{resource.get('resourceType')}/{resource.get('id')}"
    if isinstance(url, str):
        yield url


def _mentioned(part: Element) -> Iterator[str]:
    resource = part.value.get("resource")
    return mentions(resource) if isinstance(resource, dict) else iter(())
