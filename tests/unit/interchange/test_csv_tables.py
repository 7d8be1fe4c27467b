"""Tables as they come from spreadsheets: encodings, separators, quoted lines, days that mean two things, formulas."""

from __future__ import annotations

from datetime import date

import pytest

from plait.coordination.interchange.csv_import import refused_rows, values
from plait.coordination.interchange.csv_import.columns import guess
from plait.coordination.interchange.csv_import.sheet import NotATable, read_sheet
from plait.coordination.interchange.csv_import.values import Unreadable

HEAD = "First name,Last name,DOB"


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252")])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found_and_said(encoding: str, said: str, separator: str):
    text = f'{HEAD}\nZoë,"O’Hara{separator} Jr.\nof Cork",1980-01-02\n\nAn,Li,1990-05-06\n'.replace(",", separator)
    text = text.replace(f'"O’Hara{separator}', f'"O’Hara{separator}')
    sheet = read_sheet(text.encode(encoding))
    assert (sheet.encoding, sheet.separator) == (said, separator)
    assert sheet.heads == ("First name", "Last name", "DOB")
    assert list(sheet.rows()) == [
        (2, ("Zoë", f"O’Hara{separator} Jr.\nof Cork", "1980-01-02")),
        (4, ("An", "Li", "1990-05-06")),
    ]


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"PK\x03\x04\x00\x00", b"a,a\n1,2", b",,\n1,2,3", b'a,b\n"open,1\n', b"a,b\n\x81,1"]
)
def test_what_is_no_table_is_said(content: bytes):
    with pytest.raises(NotATable):
        for _ in read_sheet(content).rows():
            pass


def test_columns_are_guessed_by_their_heads_and_each_once():
    heads = ("MRN", "First Name", "LAST_NAME", "Date of Birth", "Zip", "Shoe size")
    assert guess("people", heads) == {
        "identifier": "MRN",
        "given": "First Name",
        "family": "LAST_NAME",
        "birth_date": "Date of Birth",
        "postal_code": "Zip",
    }
    assert "number" not in guess("people", ("Number", "First name")), "a bare number may be anybody's"


@pytest.mark.hazard("H-052")
def test_a_day_is_read_only_as_somebody_said_it_is_written():
    assert values.whole_day("03/04/2026", "DD/MM/YYYY") == date(2026, 4, 3)
    assert values.whole_day("03/04/2026", "MM/DD/YYYY") == date(2026, 3, 4)
    assert values.whole_day("2026-04-03", "MM/DD/YYYY") == date(2026, 4, 3)
    assert str(values.partial_date("2019-05", "")) == "2019-05"
    for text, written in (
        ("03/04/2026", ""),
        ("13/13/2026", "DD/MM/YYYY"),
        ("2026-02-30", ""),
        ("3/4/26", "DD/MM/YYYY"),
    ):
        with pytest.raises(Unreadable):
            values.partial_date(text, written)


@pytest.mark.hazard("H-052")
def test_a_dose_is_read_from_its_own_columns_alone():
    assert str(values.dose("12.5", "mg")) == "12.5 mg"
    assert str(values.dose("75", "mcg")) == "75 mcg"
    assert values.dose("", "") is None
    for amount, unit in (
        ("50 mg", ""),
        ("50", ""),
        ("", "mg"),
        ("1,5", "mg"),
        ("50-100", "mg"),
        ("0", "mg"),
        ("5", "pills"),
    ):
        with pytest.raises(Unreadable):
            values.dose(amount, unit)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-5", "@SUM(A1)", "\tx", "=HYPERLINK(1)", "plain", "it's", "'quoted"])
def test_no_cell_of_the_file_of_refused_rows_is_a_formula(cell: str):
    made = refused_rows.write(("A", cell), [(2, (cell, "x")), (3, ("y", "z"))], {2: f"=why {cell}"}, separator=";")
    again = read_sheet(made)
    assert again.heads[-1] == refused_rows.REASON
    ((_number, cells),) = again.rows()
    for one in (*again.heads, *cells):
        assert not one.startswith(refused_rows.DANGEROUS)
    assert refused_rows.unsafe(cells[0]) == cell
