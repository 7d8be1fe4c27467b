"""Who an invented person is: a name, an age, how to reach them, who stands beside them. Drawn, never remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from plait.coordination.demo.story import read

ADULT = 18
WAYS_TO_BE = (
    ("female", "she/her", "woman", 490),
    ("male", "he/him", "man", 470),
    ("female", "they/them", "nonbinary", 12),
    ("male", "they/them", "nonbinary", 8),
    ("male", "she/her", "transgender woman", 10),
    ("female", "he/him", "transgender man", 10),
)
SHORT_NAME_SHARE = 60  # of a hundred whose name has a short form


@cache
def pools() -> dict[str, Any]:
    """The names and places to draw from."""
    return read("people.toml")


@dataclass
class Registry:
    """Draws people. With ``distinct`` no family name comes twice until all of them came."""

    random: Random
    distinct: bool = False
    taken: set[str] = field(default_factory=set)

    def person(self, arc: dict[str, Any]) -> dict[str, Any]:
        """The columns of a person who fits an arc; age, month and day give the birth date."""
        draw = self.random
        ways = [way for way in WAYS_TO_BE if way[0] in arc.get("sex", ("female", "male"))]
        sex, pronouns, identity, _share = draw.choices(ways, [way[3] for way in ways])[0]
        names = draw.choices(pools()["names"], [one["share"] for one in pools()["names"]])[0]
        given, family = draw.choice(names[sex]), self._family(names)
        preferred = self._preferred(names, given, sex, pronouns)
        area, last = draw.choice(pools()["areas"]), draw.randrange(100, 200)
        town, code = draw.choice(pools()["towns"])
        languages = list(names["languages"])
        return {
            "given": given,
            "family": family,
            "preferred_name": preferred,
            "pronouns": pronouns,
            "age": draw.randint(*arc["ages"]),
            "month": draw.randint(1, 12),
            "day": draw.randint(1, 28),
            "sex_for_clinical_use": sex,
            "gender_identity": identity,
            "languages": languages if len(languages) == 1 or draw.random() < 0.3 else languages[::-1],
            "phones": [f"+1 {area} 555 0{last}"],
            "emails": [f"{_plain(preferred or given)}.{_plain(family)}@example.org"],
            "address": {
                "line": f"{draw.randint(2, 399)} {draw.choice(pools()['streets'])}",
                "city": town,
                "state": "NY",
                "postal_code": code,
            },
            "state_now": "NY",
        }

    def beside(self, arc: dict[str, Any], person: dict[str, Any]) -> list[dict[str, Any]]:
        """Guardians of a young person, the partner of a couple, somebody who helps an old one."""
        draw, phone = self.random, person["phones"][0]
        names = next(one for one in pools()["names"] if person["family"] in one["family"])
        if arc.get("guardian"):
            parents = [("mother", draw.choice(names["female"])), ("father", draw.choice(names["male"]))]
            scope = ["consent to treatment", "appointments"]
            return [
                _relation("guardian", f"{name} {person['family']}", who, phone, scope)
                for who, name in parents[: draw.choice((1, 2, 2))]
            ]
        if arc.get("partner"):
            who, given = draw.choice((("husband", "male"), ("wife", "female"), ("partner", "female")))
            return [
                _relation("helper", f"{draw.choice(names[given])} {self._family(names)}", who, phone, ["appointments"])
            ]
        if arc.get("helper"):
            who, given = draw.choice((("daughter", "female"), ("son", "male"), ("niece", "female")))
            name = f"{draw.choice(names[given])} {person['family']}"
            return [_relation("helper", name, who, phone, ["appointments", "medicines"])]
        return []

    def _family(self, names: dict[str, Any]) -> str:
        left = [name for name in names["family"] if name not in self.taken] if self.distinct else []
        chosen: str = self.random.choice(left or names["family"])
        self.taken.add(chosen)
        return chosen

    def _preferred(self, names: dict[str, Any], given: str, sex: str, pronouns: str) -> str:
        """Somebody who lives in another gender than their papers say is called by another name."""
        other = {"she/her": "female", "he/him": "male"}.get(pronouns, sex)
        if other != sex:
            return str(self.random.choice(names[other]))
        short: str = pools()["nicknames"].get(given, "")
        return short if self.random.randrange(100) < SHORT_NAME_SHARE else ""


def _relation(kind: str, name: str, relationship: str, phone: str, scope: list[str]) -> dict[str, Any]:
    return {"kind": kind, "name": name, "relationship": relationship, "phone": phone, "scope": scope}


def _plain(name: str) -> str:
    """A name as it stands in an address: letters only, without accents."""
    from plait.records.people.search_keys import fold

    return "".join(fold(name))
