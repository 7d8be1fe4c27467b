"""What the reading has to say about a received file: a stable code, a place in the file, and words for a person.

The words stand here once, in English, as templates marked for translation (``N_`` is read by Babel); a screen
translates ``note.template`` and fills in ``note.values``. Values come from the file: they are cut short and made
printable, and must be escaped like any other text.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SHOWN = 120


def N_(text: str) -> str:  # noqa: N802  (the name under which Babel finds texts that are translated later)
    """Mark a text for translation without translating it here: this floor knows no language of the reader."""
    return text


WORDS: dict[str, str] = {
    # The whole file is refused.
    "too-big": N_("The file is larger than %(most)s bytes."),
    "empty": N_("The file is empty."),
    "xml": N_("This is XML. Plait reads FHIR in JSON only."),
    "not-utf-8": N_("The file is not UTF-8 text (byte %(byte)s)."),
    "not-json": N_("This is not JSON: %(why)s, line %(line)s, column %(column)s."),
    "too-deep": N_("The file is nested more than %(most)s levels deep (byte %(byte)s)."),
    "duplicate-key": N_("The name %(key)s stands twice in one object, so its value is not certain."),
    "not-a-number": N_("%(value)s is not a number that a medical record can hold."),
    "huge-number": N_("A number has too many digits: %(value)s."),
    "broken-text": N_("A text holds a character that cannot be stored (a NUL or half of a pair)."),
    "not-an-object": N_("An object is expected here."),
    "not-a-bundle": N_("This is not a FHIR Bundle."),
    "bundle-type": N_("%(value)s is not a type of Bundle that can be imported."),
    "bundle-history": N_("A history holds old versions beside the present one. Export the present record instead."),
    "no-resource-type": N_("This entry has no resource with a resourceType."),
    "no-patient": N_("There is no Patient in this Bundle."),
    "several-patients": N_("There are %(count)s Patients in this Bundle. A file is imported for one person at a time."),
    "bad-archive": N_("This archive cannot be unpacked (%(why)s)."),
    "archive-too-many": N_("There are more than %(most)s files in this archive."),
    "archive-encrypted": N_("The archive is encrypted. Unpack it first."),
    "archive-too-big": N_("The archive unpacks to more than %(most)s bytes. Unpack it and import the files."),
    "archive-nothing": N_("There is no JSON file in this archive."),
    "person-not-here": N_("It is about %(value)s, who is not in these files."),
    # What another copy of Plait recorded.
    "own-broken": N_("What Plait recorded of it cannot be taken back: %(why)s."),
    "kept-before": N_("It was kept as received where it came from, and is here too."),
    # One resource could not be read in a field; it is kept as received.
    "wrong-type": N_("%(expected)s is expected here."),
    "missing": N_("%(name)s is missing."),
    "unknown-code": N_("%(value)s is not a code that FHIR knows here."),
    "too-long": N_("The text is longer than %(most)s characters."),
    "control-character": N_("The text holds a control character."),
    "two-values": N_("Two values stand where one is allowed: %(names)s."),
    "not-a-date": N_("%(value)s is not a date."),
    "not-a-time": N_("%(value)s is not a date and time."),
    "year-out-of-range": N_("The year %(value)s is not in a lifetime."),
    "period-backwards": N_("The period ends before it starts."),
    "no-words": N_("Neither words nor a code stand here."),
    "changes-meaning": N_("It carries a modifier that Plait does not know, and that may change what it means."),
    "bad-id": N_("%(value)s is not a FHIR id."),
    "bad-full-url": N_("The entry's fullUrl is not text."),
    "no-subject": N_("It does not say whom it is about."),
    "not-finished": N_("It is not finished (%(value)s)."),
    "no-answers": N_("It holds no answers."),
    "no-date": N_("It has no date, so it cannot stand on a timeline."),
    "no-value": N_("It holds no value."),
    "do-not-give": N_("It says that this medicine must not be given."),
    "not-an-order": N_("It is a %(value)s, not an order."),
    "score-not-whole": N_("A total must be a whole number without a unit."),
    "score-out-of-range": N_("%(value)s is outside the range of %(instrument)s (%(lowest)s to %(highest)s)."),
    "value-not-read": N_("A value of the kind %(value)s is kept as received."),
    "not-agreed": N_("It is no agreed visit (%(value)s). It is kept as received."),
    "no-time": N_("It has no exact time, so it is no agreed visit."),
    "no-length": N_("It does not say how long it is."),
    "length-out-of-range": N_("%(value)s minutes is no length of a visit."),
    "no-members": N_("It names nobody who cares for the person."),
    # What happens to a resource.
    "other-type": N_("Kept as received: Plait does not read %(value)s yet."),
    "medicine-not-read": N_(
        "Kept as received: a %(value)s is not read yet. Enter the medicine yourself if it is taken."
    ),
    "medication-read": N_("Kept as received; read together with the orders that name it."),
    "binary-read": N_("Kept as received; read together with the documents that name it."),
    "same-twice": N_("The same resource stands twice in this file."),
    "conflict-first": N_("Two different resources carry this id. This one is kept as received, the other is refused."),
    "conflict-second": N_("Two different resources carry this id. The first is kept as received, this one is refused."),
    "about-somebody-else": N_("It is about %(value)s, who is not the person in this file."),
    "asks-to-delete": N_("The entry asks for a deletion. An import never deletes."),
    # Warnings: the resource is read, but look at this.
    "reference-nowhere": N_("A reference leads nowhere in this file: %(value)s."),
    "no-zone": N_("%(value)s has no time zone. The day is kept, the time is not."),
    "open-end": N_("An end in the year 9999 is read as no end."),
    "no-id": N_("It has no id, so it is known by its content. A changed copy will be a new resource."),
    "labelled": N_("The sender marked it as sensitive: %(value)s."),
    "source-unstated": N_(
        "The file does not say which system it comes from. The person is recognised by name and birth date."
    ),
    "next-page": N_("The file says that a next page follows: it may be incomplete."),
    "no-name": N_("The person has no name in this file."),
    "contacts-not-read": N_("%(count)s contact persons are kept as received. Enter relations yourself."),
    "replaced-record": N_("The sender says that this record was replaced by another one."),
    "subject-assumed": N_("It does not say whom it is about. The file is about one person."),
    "issued-as-date": N_("It has no date of its own. The date on which it was issued is used."),
    "medicine-unknown": N_("No ingredient is known for %(value)s. The words are kept."),
    "medicine-by-ingredients": N_("The product is unknown. Its ingredients are read from the list that came with it."),
    "medicine-codes-differ": N_("The codes stand for different medicines. No ingredient is taken over."),
    "medicine-words-differ": N_(
        "The words %(words)s and the code's medicine, %(medicine)s, may not be the same. Check it."
    ),
    "allergy-unmatched": N_("No ingredient is known for %(value)s: checks of medicines cannot see this allergy."),
    "dose-range": N_("A range is given as the dose. It is not read as a dose."),
    "dose-several": N_("Several doses are given. None is taken over."),
    "dose-not-a-dose": N_("%(value)s is not read as a dose: %(why)s."),
    "dose-unit-unclear": N_("The dose has two different units, %(first)s and %(second)s. It is not taken over."),
    "dosage-several": N_("There are %(count)s dosage instructions. None is taken over as the dose."),
    "timing-not-read": N_("How often it is taken cannot be put as times a day, days or weeks. It is kept as received."),
    "timing-two-ways": N_("How often it is taken is said in two different ways. Neither is taken over."),
    "as-needed-most-unknown": N_("It is taken as needed. The most a day is not stated."),
    "stopped-when-unknown": N_("It was stopped or completed, but not when."),
    "stopped-planned-end": N_("It was stopped. The end is the planned one; it may have been earlier."),
    "end-from-validity": N_("The end is the last day on which the prescription was valid."),
    "starts-after-end": N_("It ends before it starts. The end is not taken over."),
    "status-unknown": N_("The sender does not know whether it is taken."),
    "instrument-mismatch": N_(
        "The form is named as %(named)s, but its questions are those of %(found)s. It is kept in words."
    ),
    "answers-not-mapped": N_("Some answers do not fit %(value)s. The form is kept in words, without a total."),
    "total-differs": N_("The stated total %(stated)s is not the sum of the answers, %(sum)s."),
    "items-missing": N_("%(count)s questions of %(value)s have no answer."),
    "single-item": N_("It answers one question of %(value)s on its own."),
    "risk-answer": N_("It answers a question about harm with %(value)s. Look at it now."),
    "value-in-words": N_("The value is kept in words."),
    "activity-not-to-be-done": N_("An activity says that it must not be done. It is kept as received only."),
    "address-not-fetched": N_(
        "The document lies elsewhere: %(value)s. Nothing is fetched; the address is kept as words."
    ),
    "media-type-not-kept": N_("A document of the kind %(value)s is not kept as a document. It is kept as received."),
    "document-too-large": N_("The document is larger than %(most)s bytes. It is kept as received."),
    "document-empty": N_("The document is empty (at most %(most)s bytes are kept)."),
    "not-base64": N_("The bytes of the document cannot be read (no base64)."),
    "document-not-its-type": N_("The document is not what it says it is (%(value)s). It is kept as received."),
    "document-hash-differs": N_("The document is not the one that its hash names. It is kept as received."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about the file. ``path`` is a JSON path ("$.entry[3].resource.code")."""

    code: str
    path: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def template(self) -> str:
        """The English sentence with named places, ready for translation."""
        return WORDS[self.code]

    def __str__(self) -> str:
        """The sentence in English."""
        return self.template % dict(self.values)


def note(code: str, path: str = "", **values: object) -> Note:
    """Make a note. Raises ``KeyError`` for a code without words: that is a mistake in the program."""
    WORDS[code]
    return Note(code, path, tuple((name, shown(value)) for name, value in sorted(values.items())))


def shown(value: object) -> str:
    """A value from a file, short and printable."""
    text = str(value)
    text = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in text)


class Malformed(Exception):
    """Something cannot be read as FHIR; ``note`` says what and where. Caught where one resource ends."""

    def __init__(self, code: str, path: str, **values: object) -> None:
        """Carry the note, so that the report can show it."""
        self.note = note(code, path, **values)
        super().__init__(str(self.note))
