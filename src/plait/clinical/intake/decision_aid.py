"""The decision aid "medication, therapy, or both?": answers in; pages, signs of danger, comparison and reasons out.

All that the screens and the handing over need, from one place. Pure: no clock, no language setting, nothing kept.
``Answers`` map a page's id to the chosen codes; of an instrument one code for each item ("" left out); of the page
about what matters "value:weight"; of the page about certainty "check:yes|no|unsure". An aid never diagnoses.
"""

from plait.clinical.intake.aid import (
    CERTAINTY,
    LANGUAGES,
    WEIGHTS,
    Aid,
    Answers,
    Bar,
    Check,
    Choice,
    Comparison,
    Criterion,
    NotOffered,
    Number,
    Option,
    Page,
    Point,
    RedFlag,
    RowAsked,
    Value,
    Words,
)
from plait.clinical.intake.danger import Raised, red_flags, signs
from plait.clinical.intake.route import AnswerRefused, checked, first_open, on_path, page_after, page_before, path
from plait.clinical.intake.shown import Shown, ShownOption, comparison
from plait.clinical.intake.summary import summary, talk_instead
from plait.clinical.intake.weighing import Moved, Placed, ordered, values_of

__all__ = [
    "CERTAINTY",
    "LANGUAGES",
    "WEIGHTS",
    "Aid",
    "AnswerRefused",
    "Answers",
    "Bar",
    "Check",
    "Choice",
    "Comparison",
    "Criterion",
    "Moved",
    "NotOffered",
    "Number",
    "Option",
    "Page",
    "Placed",
    "Point",
    "Raised",
    "RedFlag",
    "RowAsked",
    "Shown",
    "ShownOption",
    "Value",
    "Words",
    "checked",
    "comparison",
    "first_open",
    "on_path",
    "ordered",
    "page_after",
    "page_before",
    "path",
    "red_flags",
    "signs",
    "summary",
    "talk_instead",
    "values_of",
]
