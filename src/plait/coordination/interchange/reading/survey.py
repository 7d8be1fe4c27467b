"""What stands where in the files of an import, and about whom: looked through once, before anything is read closely.

Only places are kept, not contents, so that files may be far larger than memory. People are told apart by their
Patient; whatever names one belongs to that person, and what is about nobody (clinicians, places, forms, medicines) is
shared. A Bundle about one person is that person's as a whole, as when it comes alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plait.coordination.interchange.reading.document import path_of, read_document
from plait.coordination.interchange.reading.element import Element
from plait.coordination.interchange.reading.entries import gather, resource_of
from plait.coordination.interchange.reading.files import File, Limits, document_of, has_lines, lines
from plait.coordination.interchange.reading.origin import content_hash
from plait.coordination.interchange.reading.references import identifiers_in
from plait.coordination.interchange.reading.report import Line
from plait.coordination.interchange.reading.whose import about, beside, name_in
from plait.coordination.interchange.reading.words import Malformed, Note, note

ALL = -1
_MENTIONED = re.compile(rb'"(?:reference|questionnaire|url)"\s*:\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource stands: a line, an entry of a Bundle (``entry``), or all entries of one (``ALL``)."""

    file: int
    offset: int
    length: int
    line: int  # 0 in a document
    entry: int | None = None  # None: the line is the resource itself


@dataclass(slots=True)
class Person:
    """Somebody in the files: where everything about them stands. ``name`` tells them apart within the import."""

    name: str
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """A resource that does not stand in a Bundle about one person, while it is found out whose it is."""

    place: Place
    kind: str
    name: str
    about: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(slots=True)
class Survey:
    """The whole of the files. ``left`` are lines that belong to nobody, with the reason."""

    files: tuple[File, ...]
    limits: Limits
    people: list[Person] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    shared: list[Record] = field(default_factory=list)
    by_name: dict[str, int] = field(default_factory=dict)  # how a shared record may be referred to
    resources: int = 0
    by_lines: bool = False
    referred: set[int] = field(default_factory=set)
    _records: list[Record] = field(default_factory=list)
    _patients: dict[str, int | None] = field(default_factory=dict)  # None: two people are called so

    @classmethod
    def of(cls, files: tuple[File, ...], limits: Limits) -> Survey:
        """Look through files."""
        survey = cls(files, limits)
        for number, file in enumerate(files):
            for place, content in survey._objects(number, file):
                survey._take(place, content)
        survey._settle()
        return survey

    def path(self, place: Place) -> str:
        """Where a place is, for people: "$" in a single document, else with the file's name and the line."""
        name = self.files[place.file].name
        if place.line:
            return f"{name}:{place.line}" if place.entry is None else f"{name}:{place.line}: $"
        return "$" if len(self.files) == 1 else f"{name}: $"

    def is_document(self) -> bool:
        """Whether it is one document, not lines and not several files."""
        return len(self.files) == 1 and not self.by_lines

    # Looking through

    def _objects(self, number: int, file: File) -> Iterator[tuple[Place, Mapping[str, object]]]:
        if not has_lines(file):
            place = Place(number, 0, file.size, 0, ALL)
            try:
                raw = document_of(file, self.limits)
                found = _quickly(raw)
            except Malformed as error:
                self._leave(self._at(place, error.note))
                return
            self._refer(raw)
            yield place, found
            return
        self.by_lines = True
        for text, offset, line in lines(file, most=self.limits.line):
            place = Place(number, offset, len(text or b""), line)
            if text is None:
                self._leave(self._at(place, note("too-big", "$", most=self.limits.line)))
                continue
            try:
                found = _quickly(text)
            except Malformed as error:
                self._leave(self._at(place, error.note))
                continue
            self._refer(text)
            yield place, found

    def _take(self, place: Place, content: Mapping[str, object]) -> None:
        if content.get("resourceType") == "Bundle":
            try:
                self._take_bundle(place, content)
            except Malformed as error:
                self._leave(error.note)
        elif place.line:
            self._take_resource(place, content, "")
        else:
            self._leave(note("not-a-bundle", path_of(self.path(place), "resourceType")))

    def _take_bundle(self, place: Place, content: Mapping[str, object]) -> None:
        gathered = gather(content, self.path(Place(place.file, place.offset, place.length, place.line, ALL)))
        parts = [part for part in gathered.parts if isinstance(part, Element)]
        resources = [resource_of(part) for part in parts]
        self.resources += len(parts)
        people = {content_hash(one) for one in resources if one is not None and one.get("resourceType") == "Patient"}
        if len(people) == 1:
            whole = Place(place.file, place.offset, place.length, place.line, ALL)
            self.people.append(Person(self.path(whole), [whole]))
            return
        self.resources -= len(parts)
        for index, (part, one) in enumerate(zip(parts, resources, strict=True)):
            if one is None:
                self._leave(note("asks-to-delete", part.path))
                continue
            url = part.value.get("fullUrl")
            entry = Place(place.file, place.offset, place.length, place.line, index)
            self._take_resource(entry, one, url if isinstance(url, str) else "")

    def _take_resource(self, place: Place, resource: Mapping[str, object], url: str) -> None:
        kind = resource.get("resourceType")
        self.resources += 1
        if not isinstance(kind, str) or not kind.isalpha():
            self._leave(note("no-resource-type", self._path_of(place)))
            return
        record = Record(place, kind, f"{kind}/{resource.get('id')}", about(resource), beside(resource))
        names = [record.name] if resource.get("id") else []
        names += [url.partition("/_history/")[0]] if url else []
        names += [f"{kind}?identifier={system}|{value}" for system, value in identifiers_in(resource)]
        if kind == "Patient":
            self._take_patient(record, resource, names)
            return
        number = len(self._records)
        self._records.append(record)
        if not record.about:
            canonical = resource.get("url")
            for name in [*names, *([canonical] if isinstance(canonical, str) else [])]:
                self.by_name.setdefault(name, number)

    def _take_patient(self, record: Record, resource: Mapping[str, object], names: list[str]) -> None:
        """A Patient begins a person; the same one again is the same person."""
        certain = [name for name in names if "?identifier=" not in name]
        sure = certain[-1] if certain else ""
        before = self._patients.get(sure) if sure else None
        if before is not None:
            self.people[before].places.append(record.place)
            return
        number = len(self.people)
        self.people.append(Person(self._path_of(record.place), [record.place]))
        names += [f"?identifier={system}|{value}" for system, value in identifiers_in(resource)]
        for name in names:
            self._patients[name] = None if self._patients.get(name, number) != number else number
        if sure:
            self._patients[sure] = number

    def _refer(self, raw: bytes) -> None:
        """Note what is referred to, by the look of it: it only decides what is reported as not needed."""
        for found in set(_MENTIONED.findall(raw)):
            text = found.decode("utf-8", "replace").replace("\\/", "/")
            self.referred.update((hash(text), hash(text.partition("|")[0])))

    # Whose it is

    def _settle(self) -> None:
        """Give every record to its people; what is about nobody is shared, what is about a stranger is left."""
        owners: dict[str, set[int]] = {}
        late = []
        for record in self._records:
            if not record.about:
                if record.beside:
                    late.append(record)
                else:
                    self.shared.append(record)
                continue
            found = {one for text in record.about if (one := self._person(text)) is not None}
            if not found:
                self._leave(note("person-not-here", self._path_of(record.place), value=record.about[0]), record.kind)
            self._give(record, found)
            owners.setdefault(record.name, set()).update(found)
        for record in late:
            found = {one for text in record.beside for one in owners.get(name_in(text), ())}
            found |= {one for text in record.beside if (one := self._person(text)) is not None}
            self._give(record, found)
            if not found:
                self.shared.append(record)

    def _give(self, record: Record, people: set[int]) -> None:
        for number in people:
            self.people[number].places.append(record.place)

    def _person(self, text: str) -> int | None:
        found = self._patients.get(text)
        return found if found is not None else self._patients.get(name_in(text))

    def shared_record(self, name: str) -> Record | None:
        """What is about nobody and is referred to so, or None."""
        for text in (name, name_in(name)):
            number = self.by_name.get(text)
            if number is not None:
                return self._records[number]
        return None

    def unused(self) -> Iterator[Record]:
        """What is about nobody and is not referred to by anything."""
        names: dict[int, bool] = {}
        for name, number in self.by_name.items():
            names[number] = names.get(number, False) or hash(name) in self.referred
        used = {id(self._records[number]) for number, is_used in names.items() if is_used}
        yield from (record for record in self.shared if id(record) not in used)

    def _leave(self, why: Note, kind: str = "") -> None:
        self.left.append(Line(kind, "", why.path, "refused", why))

    def _at(self, place: Place, why: Note) -> Note:
        """A note about a document or a line, with the path of where it stands among the files."""
        prefix = self.path(place)
        inner = why.path.removeprefix("$")
        return Note(why.code, f"{prefix}{inner}" if prefix.endswith("$") else f"{prefix}: ${inner}", why.values)

    def _path_of(self, place: Place) -> str:
        path = self.path(place)
        return path if place.entry is None else path_of(path_of(path_of(path, "entry"), place.entry), "resource")


def _quickly(raw: bytes) -> Mapping[str, object]:
    """The object in these bytes, without the close look that comes before anything of it is stored.

    Raises ``Malformed`` where a close look would refuse it as no JSON object at all.
    """
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_float=str)
    except (ValueError, RecursionError):
        found = read_document(raw, most_bytes=len(raw))
    if not isinstance(found, dict):
        raise Malformed("not-an-object", "$")
    return found
