"""A person's number: what is printed reads back, and a slip of the finger is not somebody else."""

from __future__ import annotations

import pytest

from plait.foundation.ids import person_number, read_person_number

SERIALS = (0, 1, 100_000, 123_456, 482_210, 999_999, 1_000_000, 12_345_678)


@pytest.mark.parametrize("serial", SERIALS)
def test_what_is_printed_reads_back(serial):
    number = person_number(serial)
    assert read_person_number(number) == number
    assert read_person_number(number.replace("-", "")) == number
    assert read_person_number(f" {number.replace('-', ' ')} ") == number


@pytest.mark.hazard("H-022")
@pytest.mark.parametrize("serial", SERIALS)
def test_one_wrong_digit_is_never_another_person(serial):
    digits = person_number(serial).replace("-", "")
    wrong = {
        digits[:place] + other + digits[place + 1 :]
        for place in range(len(digits))
        for other in "0123456789"
        if other != digits[place]
    }
    assert {text: read_person_number(text) for text in wrong if read_person_number(text)} == {}


@pytest.mark.hazard("H-022")
def test_most_swaps_of_neighbours_are_caught():
    swapped = caught = 0
    for serial in range(100_000, 110_000, 7):
        digits = person_number(serial).replace("-", "")
        for place in range(len(digits) - 1):
            text = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            if text != digits:
                swapped += 1
                caught += read_person_number(text) is None
    assert caught / swapped > 0.97


@pytest.mark.parametrize("text", ["", "48-2210", "mara", "48-2210-7x", "4822107 or so"])
def test_what_is_no_number_is_none(text):
    assert read_person_number(text) is None
