"""Random regimens as clinics write them: late entries, planned changes, errors, holds, ties, every zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from plait.clinical.medication.order import Ingredient, Medicine, OrderRevision
from plait.clinical.medication.timing import KINDS, WHEN, Kind, Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import UNITS, Dose

ZONES = (
    "America/New_York",
    "America/Phoenix",
    "America/St_Johns",
    "Europe/Dublin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 1200  # four years with every change of clocks in them
INGREDIENTS = tuple(Ingredient(str(code), f"medicine {code}") for code in range(1, 5))
FORMS = ("oral tablet", "24-hour extended-release oral tablet")


def _clock_changes() -> tuple[Instant, ...]:
    """Every moment in those years at which a clock in one of the zones changes, to the half hour."""
    half_hour = timedelta(minutes=30)
    found = set()
    for zone in map(ZoneInfo, ZONES):

        def offset(moment: datetime, zone: ZoneInfo = zone) -> timedelta | None:
            return moment.astimezone(zone).utcoffset()

        for day in (EPOCH + timedelta(days=n) for n in range(DAYS)):
            if offset(day) != offset(day + timedelta(days=1)):
                ends = (day + half_hour * n for n in range(1, 49))
                found.add(Instant(next(end for end in ends if offset(end) != offset(day))))
    return tuple(sorted(found))


CLOCK_CHANGES = _clock_changes()

anywhen = st.integers(0, DAYS * 24 * 4).map(lambda quarter: Instant(EPOCH + timedelta(minutes=15 * quarter)))
around_clock_changes = st.tuples(st.sampled_from(CLOCK_CHANGES), st.sampled_from((-3600, -1, 0, 1, 1800, 3600))).map(
    lambda pair: pair[0].plus(seconds=pair[1])
)
wall_clock = st.tuples(st.integers(0, DAYS), st.sampled_from(ZONES), st.sampled_from((0, 2, 9, 23))).map(
    lambda t: Instant((EPOCH + timedelta(days=t[0])).replace(hour=t[2], minute=30, tzinfo=ZoneInfo(t[1])))
)
few_moments = st.integers(0, 6).map(lambda n: Instant(EPOCH + timedelta(days=30 * n)))  # so that ties are common
instants = st.one_of(few_moments, anywhen, around_clock_changes, wall_clock)

amounts = st.one_of(
    st.integers(1, 2000).map(Decimal),
    st.integers(1, 20_000_000).map(lambda n: Decimal(n).scaleb(-4)),
)
mg_doses = st.integers(1, 8000).map(lambda quarter: Dose(Decimal(quarter) / 4, "mg"))
doses = st.builds(Dose, amounts, st.sampled_from(sorted(UNITS)))


@st.composite
def timings(draw: st.DrawFn, kinds: tuple[Kind, ...] = KINDS) -> Timing:
    """Every rhythm there is."""
    kind = draw(st.sampled_from(kinds))
    when = tuple(draw(st.lists(st.sampled_from(WHEN), unique=True, max_size=1 if kind == "once" else 5)))
    count = len(when) or (1 if kind == "once" else draw(st.integers(1, 12)))
    every = draw(st.integers(1, 400)) if kind.startswith("interval") else 1
    return Timing(kind, count, every, when)


medicines = st.builds(
    lambda ingredient, form: Medicine(ingredient.name, (ingredient,), form=form),
    st.sampled_from(INGREDIENTS),
    st.sampled_from(FORMS),
)


RHYTHMS = (
    *(Timing("daily", count) for count in range(1, 5)),
    Timing("daily", 2, when=("morning", "bedtime")),
    *(Timing("interval-days", 1, every) for every in (2, 3, 7)),
    *(Timing("interval-weeks", 1, every) for every in (1, 2, 4)),
    *(Timing("as-needed", count) for count in (1, 2, 4)),
    Timing("once"),
)
PARTS = st.tuples(
    st.sampled_from(("change", "change", "hold", "resume", "stop")),
    instants,
    st.integers(0, 40 * 86400),  # seconds until it is written down
    st.one_of(st.none(), st.integers(0, 90), *[st.none()] * 6),  # days until it is marked as an error
    st.one_of(st.none(), mg_doses, mg_doses),
    st.one_of(st.none(), *[st.sampled_from(RHYTHMS)] * 3),
    st.sampled_from((True, True, True, False)),
)


@st.composite
def histories(draw: st.DrawFn, order: int = 1, *, lawful_start: bool = True) -> tuple[OrderRevision, ...]:
    """The lines of one order, in order of recording: a start first, then anything, effective at any time after it."""
    medicine = draw(medicines)
    recorded = started = draw(instants)
    lines = []
    parts = draw(st.lists(PARTS, min_size=1, max_size=6))
    for sequence, (action, effective, pause, error_after, dose, timing, confirmed) in enumerate(parts, start=1):
        first = sequence == 1
        recorded = recorded.plus(seconds=pause)
        lines.append(
            OrderRevision(
                order_id=UUID(int=order),
                revision_id=UUID(int=order * 1000 + sequence),
                sequence=sequence,
                action="start" if first else action,
                effective_at=started if first else max(effective, started) if lawful_start else effective,
                recorded_at=recorded,
                medicine=medicine,
                dose=dose,
                timing=timing,
                confirmed=confirmed,
                entered_in_error_at=None if error_after is None else recorded.plus(days=error_after),
            )
        )
    return tuple(lines)


@st.composite
def regimens(draw: st.DrawFn) -> tuple[OrderRevision, ...]:
    """All lines of one person's one to four orders."""
    return tuple(line for order in range(1, draw(st.integers(1, 4)) + 1) for line in draw(histories(order)))
