"""The measure of reading ease, against passages whose words, sentences and syllables were counted by hand."""

from __future__ import annotations

import pytest

from tests.unit.reading.ease import measure, terms

BY_HAND = [  # language, passage, words, sentences, syllables, score
    ("en", "You may feel sad for most of the day. Things you liked may no longer bring you joy.", 18, 2, 19, 0.38),
    ("en", "A medicine can help some people. It may take some weeks until you notice a change.", 16, 2, 21, 3.02),
    (
        "en",
        "Understanding the alternatives demands careful consideration of individual circumstances.",
        *(9, 1, 28, 24.63),
    ),
    (
        "es",
        "Usted puede sentirse triste casi todo el día. Ya no disfruta de lo que antes le gustaba.",
        17,
        2,
        30,
        92.29,
    ),
    ("es", "El cariño ayuda a muchas personas. Los cambios llegan poco a poco.", 12, 2, 23, 85.72),
    ("es", "La comprensión de las alternativas requiere una consideración cuidadosa.", 9, 1, 25, 30.99),
]


@pytest.mark.parametrize(("language", "passage", "by_hand"), [(one[0], one[1], one[2:]) for one in BY_HAND])
def test_words_sentences_and_syllables_are_those_counted_by_hand(language, passage, by_hand):
    ease = measure([passage], language)
    assert (ease.words, ease.sentences, ease.syllables) == by_hand[:3]
    assert ease.score == pytest.approx(by_hand[3], abs=0.02)


def test_an_item_of_a_list_ends_a_sentence_and_a_decimal_does_not():
    assert measure(["a walk in the park", "a talk with a friend"], "en").sentences == 2
    assert measure(["It rose by 3.5 points in one week"], "en").sentences == 1


def test_an_excepted_term_counts_as_two_syllables_and_only_as_a_whole_word():
    assert (
        measure(["They take antidepressants every day"], "en").syllables
        == measure(["They take paper every day"], "en").syllables
    )
    assert "therapy" in terms("en")
    assert measure(["We talk about hydrotherapy at length"], "en").syllables > 10
