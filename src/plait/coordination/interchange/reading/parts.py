"""The building blocks that many resources share: names, addresses, identifiers, quantities, links.

Codes come with the words that the sender gave, also codes that nobody here knows. Source: FHIR R4 data types.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from plait.clinical.coding import CodeableConcept, Coding
from plait.coordination.interchange.reading.element import LONGEST_NOTE, Element
from plait.coordination.interchange.reading.words import Malformed

NAME_USES = frozenset({"usual", "official", "temp", "nickname", "anonymous", "old", "maiden"})
TELECOM_SYSTEMS = frozenset({"phone", "fax", "email", "pager", "url", "sms", "other"})
TELECOM_USES = frozenset({"home", "work", "temp", "old", "mobile"})
ADDRESS_USES = frozenset({"home", "work", "temp", "old", "billing"})
COMPARATORS = frozenset({"<", "<=", ">=", ">"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or name by which somebody is known in a system. ``kind`` is a v2-0203 code: MR, SS, NPI, RI ..."""

    system: str
    value: str
    kind: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and what it is used for: official, usual, nickname, maiden ..."""

    use: str
    family: str
    given: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        """The whole name, as the sender wrote it or put together."""
        words = (*self.prefix, *self.given, self.family, *self.suffix)
        return self.text or " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Telecom:
    """A phone number or an address for messages. ``rank`` 1 is preferred."""

    system: str
    value: str
    use: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives or is reached."""

    use: str
    lines: tuple[str, ...]
    city: str
    district: str
    state: str
    postal_code: str
    country: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured amount, exact. ``code`` is the unit's code (UCUM where ``system`` says so)."""

    value: Decimal
    unit: str
    code: str
    system: str
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference as it came, with what it leads to: ``key`` of the received resource, "" where it leads nowhere.

    ``display`` is the sender's words, else the name of the practitioner it leads to.
    """

    reference: str
    key: str = ""
    resource_type: str = ""
    display: str = ""


def read_coding(element: Element) -> Coding:
    """A code with its system and words."""
    return Coding(element.text("system"), element.text("code"), element.text("display"))


def read_codings(elements: list[Element]) -> tuple[Coding, ...]:
    """Codes, without empty ones."""
    found = (read_coding(element) for element in elements)
    return tuple(coding for coding in found if coding.code or coding.display)


def read_concept(element: Element | None) -> CodeableConcept | None:
    """A concept with words: its own, else those of its first code, else the code itself."""
    if element is None:
        return None
    codings = read_codings(element.parts("coding"))
    words = element.text("text") or next((coding.display for coding in codings if coding.display), "")
    words = words or next((coding.code for coding in codings), "")
    if not words:
        raise Malformed("no-words", element.path)
    return CodeableConcept(words, codings)


def read_concepts(elements: list[Element]) -> tuple[CodeableConcept, ...]:
    """Concepts in their order."""
    found = (read_concept(element) for element in elements)
    return tuple(concept for concept in found if concept is not None)


def read_status(element: Element | None, known: frozenset[str]) -> str:
    """The code of a concept whose codes are a closed set, or ""."""
    concept = read_concept(element)
    if element is None or concept is None:
        return ""
    code = next((coding.code for coding in concept.codings if coding.code in known), "")
    if not code:
        raise Malformed("unknown-code", element.path, value=concept.text)
    return code


def read_identifiers(elements: list[Element]) -> tuple[Identifier, ...]:
    """Identifiers that have a value."""
    found = []
    for element in elements:
        kind = element.part("type")
        codes = read_codings(kind.parts("coding")) if kind is not None else ()
        one = Identifier(
            element.text("system"), element.text("value"), codes[0].code if codes else "", element.text("use")
        )
        if one.value:
            found.append(one)
    return tuple(found)


def read_names(elements: list[Element]) -> tuple[Name, ...]:
    """Names that say something."""
    found = [
        Name(
            use=element.code("use", NAME_USES),
            family=element.text("family"),
            given=element.texts("given"),
            prefix=element.texts("prefix"),
            suffix=element.texts("suffix"),
            text=element.text("text"),
        )
        for element in elements
    ]
    return tuple(name for name in found if str(name))


def read_telecoms(elements: list[Element]) -> tuple[Telecom, ...]:
    """Ways to reach somebody, without empty ones."""
    found = [
        Telecom(
            system=element.code("system", TELECOM_SYSTEMS),
            value=element.text("value"),
            use=element.code("use", TELECOM_USES),
            rank=element.whole("rank"),
        )
        for element in elements
    ]
    return tuple(telecom for telecom in found if telecom.value)


def read_addresses(elements: list[Element]) -> tuple[Address, ...]:
    """Addresses."""
    return tuple(
        Address(
            use=element.code("use", ADDRESS_USES),
            lines=element.texts("line"),
            city=element.text("city"),
            district=element.text("district"),
            state=element.text("state"),
            postal_code=element.text("postalCode"),
            country=element.text("country"),
            text=element.text("text"),
        )
        for element in elements
    )


def read_quantity(element: Element | None) -> Quantity | None:
    """A quantity; one without a value is malformed."""
    if element is None:
        return None
    value = element.number("value")
    if value is None:
        raise Malformed("missing", element.at("value"), name="value")
    comparator = element.code("comparator", COMPARATORS)
    return Quantity(value, element.text("unit"), element.text("code"), element.text("system"), comparator)


def read_remarks(elements: list[Element]) -> tuple[str, ...]:
    """FHIR Annotations: their words."""
    found = (element.text("text", most=LONGEST_NOTE) for element in elements)
    return tuple(text for text in found if text)
