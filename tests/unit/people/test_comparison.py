"""Who may be the same person: worked cases, each with what a careful human at the desk would say."""

from __future__ import annotations

from datetime import date

import pytest

from plait.clinical.moment import PartialDate
from plait.records.people.comparison import Description, compare, near_dates, one_edit_apart

PHONE, OTHER_PHONE, MAIL = "+1 (212) 555-0142", "646 555 0199", "mara@example.org"
NUMBER = ("urn:hospital", "123")


def who(given: str, family: str, born: str = "", *extra: str | tuple[str, str], called: str = "") -> Description:
    """Somebody in one line: a phone begins with + or a digit, an e-mail has an @, a pair is an identifier."""
    texts = [x for x in extra if isinstance(x, str)]
    return Description(
        given,
        family,
        called,
        PartialDate.parse(born) if born else None,
        tuple(t for t in texts if "@" not in t),
        tuple(t for t in texts if "@" in t),
        tuple(x for x in extra if not isinstance(x, str)),
    )


MARA = who("Mara", "Lindqvist", "1992-05-02", PHONE, MAIL, NUMBER)
JOHN = who("John", "Smith", "1965-03-04", PHONE)

CASES = [
    # case, one, other, how sure, a reason that must be said
    ("the same again", MARA, who("Mara", "Lindqvist", "1992-05-02"), "strong", "the same birth date"),
    ("accents, case, spaces", who("Inês", "O'Hara", "1956-11-30"), who("INES", "O Hara", "1956-11-30"), "strong", ""),
    ("nickname", who("William", "Carter", "1980-01-15"), who("Bill", "Carter", "1980-01-15"), "strong", "form"),
    ("two nicknames", who("Bill", "Carter", "1980-01-15"), who("Will", "Carter", "1980-01-15"), "strong", "form"),
    (
        "the name they go by",
        who("Dorothea", "Kim", "1980-01-15", called="Thea"),
        who("Thea", "Kim", "1980-01-15"),
        "strong",
        "form",
    ),
    ("given and family swapped", MARA, who("Lindqvist", "Mara", "1992-05-02"), "strong", "other way round"),
    ("hyphenated", who("Ana", "Garcia-Lopez", "1990-02-03"), who("Ana", "Garcia", "1990-02-03"), "strong", "a part"),
    ("second name left out", who("Mary Ann", "Doe", "1990-02-03"), who("Mary", "Doe", "1990-02-03"), "strong", ""),
    ("called by the second", who("Mary Ann", "Doe", "1990-02-03"), who("Ann", "Doe", "1990-02-03"), "strong", ""),
    ("family name changed", MARA, who("Mara", "Keller", "1992-05-02"), "possible", "may have changed"),
    ("family name changed, phone kept", MARA, who("Mara", "Keller", "1992-05-02", "5550142"), "strong", "phone"),
    ("family name changed, mail kept", MARA, who("Mara", "Keller", "1992-05-02", MAIL.upper()), "strong", "e-mail"),
    ("family name mistyped", MARA, who("Mara", "Lindqvits", "1992-05-02"), "possible", "almost the same"),
    ("family name mistyped, phone kept", MARA, who("Mara", "Lindqvits", "1992-05-02", PHONE), "strong", "phone"),
    (
        "given name mistyped",
        who("Theodor", "Brandt", "2010-03-09"),
        who("Teodor", "Brandt", "2010-03-09"),
        "possible",
        "",
    ),
    ("day and month swapped", MARA, who("Mara", "Lindqvist", "1992-02-05"), "possible", "day and month"),
    ("day and month swapped, phone", MARA, who("Mara", "Lindqvist", "1992-02-05", PHONE), "strong", "day and month"),
    ("one digit off", MARA, who("Mara", "Lindqvist", "1992-05-03"), "possible", "one digit"),
    ("one digit off, phone", MARA, who("Mara", "Lindqvist", "1992-05-03", PHONE), "strong", "one digit"),
    ("two digits swapped", MARA, who("Mara", "Lindqvist", "1992-05-20"), "possible", "one digit"),
    ("year mistyped, phone", MARA, who("Mara", "Lindqvist", "1982-05-02", PHONE), "possible", "one digit"),
    ("only the year known", MARA, who("Mara", "Lindqvist", "1992"), "possible", "as far as they are known"),
    ("another year known", MARA, who("Mara", "Lindqvist", "1990"), None, ""),
    ("birth date unknown, phone", MARA, who("Mara", "Lindqvist", "", PHONE), "possible", "phone"),
    ("the same number elsewhere", MARA, who("Mara", "L.", "1992-05-02", NUMBER), "strong", "another system"),
    ("the same number, another person", MARA, who("Otto", "Weber", "1950-01-01", NUMBER), "possible", "another system"),
    # What must not be said to be sure.
    (
        "twins",
        who("Mara", "Lindqvist", "1992-05-02", PHONE),
        who("Lea", "Lindqvist", "1992-05-02", PHONE),
        "possible",
        "twin",
    ),
    (
        "twins a letter apart",
        who("Sara", "Kay", "1992-05-02", PHONE),
        who("Dara", "Kay", "1992-05-02", PHONE),
        "possible",
        "twin",
    ),
    (
        "twins Paul and Paula",
        who("Paul", "Kay", "1992-05-02", PHONE),
        who("Paula", "Kay", "1992-05-02", PHONE),
        "possible",
        "twin",
    ),
    (
        "twins with one first name",
        who("Maria Elena", "Ruiz", "1992-05-02", PHONE),
        who("Maria Isabel", "Ruiz", "1992-05-02", PHONE),
        "possible",
        "twin",
    ),
    (
        "twins with one insurance",
        who("Mara", "Kay", "1992-05-02", NUMBER),
        who("Lea", "Kay", "1992-05-02", NUMBER),
        "possible",
        "twin",
    ),
    ("father and son, one phone", JOHN, who("John", "Smith", "1995-03-04", PHONE), "possible", "one digit"),
    ("Jr and Sr, one phone", JOHN, who("John", "Smith Jr.", "1991-08-19", PHONE), "possible", "parent or child"),
    (
        "Jr and Sr, born the same day by mistake",
        who("John", "Smith Sr", "1965-03-04"),
        who("John", "Smith Jr", "1965-03-04"),
        "possible",
        "Jr and Sr",
    ),
    ("Jr and Sr, birth date unknown", JOHN, who("John", "Smith", "", PHONE), "possible", "phone"),
    # What must not be said at all.
    ("a common name", who("John", "Smith"), who("John", "Smith"), None, ""),
    ("a common name, one birth date known", who("John", "Smith", "1965-03-04"), who("John", "Smith"), None, ""),
    ("a common name, other birth date", JOHN, who("John", "Smith", "1972-11-23"), None, ""),
    ("one phone in a family", MARA, who("Jon", "Lindqvist", "1960-07-07", PHONE), None, ""),
    ("one phone in a home", MARA, who("Otto", "Weber", "1950-01-01", PHONE), None, ""),
    ("born the same day", MARA, who("Otto", "Weber", "1992-05-02"), None, ""),
    ("short names a letter apart", who("Ana", "Li", "1990-02-03"), who("Ava", "Lu", "1990-02-03"), None, ""),
    ("nothing known", who("", ""), who("", ""), None, ""),
    ("nothing known but a phone too short", who("", "", "", "0142"), who("", "", "", "0142"), None, ""),
]


@pytest.mark.hazard("H-071")
@pytest.mark.parametrize(("one", "other", "sure", "reason"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_pair_is_judged_as_at_the_desk(one: Description, other: Description, sure: str | None, reason: str) -> None:
    for found in (compare(one, other), compare(other, one)):
        assert (found and found.sure) == sure
        assert found is None or reason in "; ".join(found.why)


def test_one_slip_of_the_pen() -> None:
    assert all(one_edit_apart("haddad", word) for word in ("hadad", "haddard", "hadadd", "hafdad", "haddadd"))
    assert not any(one_edit_apart("haddad", word) for word in ("haddad", "haddads2", "hdaadd", "had"))
    assert not one_edit_apart("ana", "ava")


def test_days_written_almost_the_same() -> None:
    near = near_dates(date(1992, 5, 2))
    assert {"19920205", "19920503", "19820502", "19920520"} <= near
    assert "19920502" not in near
    assert "19921502" not in near
    assert len(near) < 60
