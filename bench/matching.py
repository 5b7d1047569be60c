"""Everybody without a team placed at once: what it is worth beside the bound, and beside first come, first served.

A row a figure, over invented days: eight ranked wishes each, drawn by how popular a challenge is; three skills; at
most two of one of 25 departments in a team; sizes 4 to 6. Every answer passes the independent check.
"""

import argparse
import json
from random import Random
from time import perf_counter
from typing import Any

from hackday.teams.matching import worth
from hackday.teams.matching.checker import check
from hackday.teams.matching.dealing import served
from hackday.teams.matching.matcher import match
from hackday.teams.matching.parties import parties_of
from hackday.teams.matching.schemas import Asked, Candidate, Challenge, Limits
from hackday.teams.matching.slots import slots_of

SKILLS = ("build", "design", "field")
GOAL_SECONDS, GOAL_GAP, GOAL_TOP_THREE = 5.0, 0.01, 0.95


def asked_day(
    people: int, challenges: int, places: int, seed: int, sites_least: int | None = None, parties: float = 0.0
) -> Asked:
    """A day with `challenges` of so many team `places` each; a share of `parties` comes with one to three mates."""
    rng = Random(seed)
    names = [f"c{number:03}" for number in range(challenges)]
    weights = [1 / (number + challenges / 4) for number in range(challenges)]
    words = _parties(Random(seed), people, parties)
    wishes: dict[str, tuple[str, ...]] = {}
    limits = Limits(4, 6, department_most=2, sites_least=sites_least)
    return Asked(
        people=tuple(
            Candidate(
                f"p{number:05}",
                f"d{rng.randrange(25)}",
                f"s{rng.randrange(40)}",
                tuple(skill for skill in SKILLS if rng.random() < 0.4),
                _agreed(wishes, words[number], _wishes(rng, names, weights)),
                words[number],
            )
            for number in range(people)
        ),
        challenges=tuple(Challenge(name, limits, places, SKILLS) for name in names),
    )


def _parties(rng: Random, people: int, share: float) -> list[str]:
    words: list[str] = []
    while len(words) < people * share:
        words += [f"party {len(words)}"] * rng.randint(2, 4)
    return [*words, *[""] * people][:people]


def _agreed(wishes: dict[str, tuple[str, ...]], word: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """Who comes together has talked about where."""
    return wishes.setdefault(word, own) if word else own


def _wishes(rng: Random, names: list[str], weights: list[float]) -> tuple[str, ...]:
    wishes: dict[str, None] = {}
    while len(wishes) < min(8, len(names)):
        wishes[rng.choices(names, weights)[0]] = None
    return tuple(wishes)


def greedy(asked: Asked, seed: int) -> tuple[float, int]:
    """First come, first served: points and how many got a team."""
    slots, _ = slots_of(asked, {})
    teams, rest = served(slots, list(asked.people), Random(seed))
    points = sum(sum(worth.gain(p, t.challenge) for p in t.members) - t.cost() for t in teams)
    points -= worth.APART * len(parties_of(slots, asked.people).apart(teams))
    return points, len(asked.people) - len(rest)


def rows(name: str, asked: Asked, seed: int) -> list[dict[str, Any]]:
    started = perf_counter()
    found = match(asked, seed=seed, seconds=GOAL_SECONDS - 0.5)
    seconds = perf_counter() - started
    if wrong := check(asked, found):
        raise SystemExit(f"A matching is not sound: {wrong[:3]}")
    first_come, placed = greedy(asked, seed)
    top = sum(p.rank is not None and p.rank <= 3 for p in found.placements) / len(asked.people)
    return [
        _row(f"{name}: points", found.objective, "", first_come, "first come, first served"),
        _row(f"{name}: placed", len(found.placements), "people", placed, "first come, first served"),
        _row(f"{name}: to the bound", 100 * found.gap, "%", 100 * GOAL_GAP, "the goal"),
        _row(f"{name}: time", seconds, "s", GOAL_SECONDS, "the goal"),
        _row(f"{name}: apart from their party", len(found.apart), "people", len(asked.people), "all people"),
        _row(f"{name}: in their top three", 100 * top, "%", 100 * GOAL_TOP_THREE, "the goal"),
    ]


def _row(name: str, value: float, unit: str, baseline: float, against: str) -> dict[str, Any]:
    ratio = round(value / baseline, 4) if baseline else None
    figures = {"name": name, "value": round(value, 3), "unit": unit, "baseline": round(baseline, 2), "ratio": ratio}
    return figures | {"against": against}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    parser.add_argument("--seeds", default="1", help="days of each kind, separated by commas")
    arguments = parser.parse_args()
    for seed in map(int, arguments.seeds.split(",")):
        for name, asked in {
            "400 challenges of one team": asked_day(2_000, 400, 1, seed),
            "40 challenges of ten teams": asked_day(2_000, 40, 10, seed),
            "the same, from two sites": asked_day(2_000, 40, 10, seed, sites_least=2),
            "the same, a third in parties": asked_day(2_000, 40, 10, seed, parties=1 / 3),
        }.items():
            for row in rows(f"matching, 2000 people, {name}, seed {seed}", asked, seed):
                if arguments.json:
                    print(json.dumps(row), flush=True)
                else:
                    print(f"{row['name']:84} {row['value']:>10} {row['unit']:6} {row['ratio']} × {row['against']}")


if __name__ == "__main__":
    main()
