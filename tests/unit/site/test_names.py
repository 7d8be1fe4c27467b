"""What a clinician's address is made of."""

from __future__ import annotations

import pytest

from plait.records.people.published import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Dr. Ana Reyes, MD", "ana-reyes"),
        ("Chidi Okafor, PMHNP", "chidi-okafor"),
        ("Min-jun Park", "min-jun-park"),
        ("Dr. Inês O'Hara", "ines-o-hara"),
        ("李娜", "member"),
    ],
)
def test_a_name_as_it_stands_in_an_address(name: str, slug: str):
    assert slug_of(name) == slug
