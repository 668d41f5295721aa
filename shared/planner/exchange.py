"""Exchanges in a filled week: sets of one side for its opposite, an exercise for one with unused gear."""

from shared.planner.balance import OPPOSITE, Side, lags
from shared.planner.facts import ExerciseFacts
from shared.planner.filling import Filling
from shared.planner.openings import MIN_SETS, opening

# Of sets of one side for sets of the other.
_MOST_EXCHANGES = 12


def even_out(filling: Filling) -> None:
    """Give sides that lag behind their opposites more sets, without room in exchange for some of those."""
    sets = filling.load.side_sets
    for side in Side:
        for _ in range(_MOST_EXCHANGES):
            if not lags(sets[side], sets[OPPOSITE[side]]) or side not in filling.load.sides:
                break
            if not filling.take_best_for(side) and not _make_room(filling, OPPOSITE[side]):
                break


def untip(filling: Filling) -> None:
    """Take sets from a side that main lifts made too heavy for what opposes it."""
    days = filling.load.days
    for side in Side:
        while filling.load.leads(side):
            day, exercise = max(
                filling.chosen_on(side),
                key=lambda at: (at[1].id not in days[at[0]].closed, *filling.dispensable(*at)),
            )
            filling.drop(day, exercise)


def use_gear(filling: Filling) -> None:
    """Exchange an exercise for one of the same movement with gear that would else lie about."""
    used = {e.slug for chosen in filling.week.chosen for e in chosen.values()}
    pieces = {p for chosen in filling.week.chosen for e in chosen.values() for p in e.equipment}
    for piece in sorted(filling.gear - pieces):
        for exercise in _with(filling, piece):
            if exercise.slug not in used and _exchange_for(filling, exercise):
                break


def _make_room(filling: Filling, side: Side) -> bool:
    """Drop sets of a side, where a muscle has most beyond its need; never all of a main lift."""
    doses = filling.week.doses
    possible = [
        (day, exercise)
        for day, exercise in filling.chosen_on(side)
        if exercise.id not in filling.load.days[day].closed
        and ((day, exercise.id) not in doses or filling.week.sets(day, exercise) > MIN_SETS)
    ]
    if not possible:
        return False
    day, exercise = max(possible, key=lambda at: ((at[0], at[1].id) not in doses, *filling.dispensable(*at)))
    filling.drop(day, exercise)
    return True


def _with(filling: Filling, piece: str) -> list[ExerciseFacts]:
    few = {e.id: e for day in filling.candidates for e in day if piece in e.equipment}
    return sorted(few.values(), key=lambda e: (-filling.likings[e.id], e.slug))


def _exchange_for(filling: Filling, exercise: ExerciseFacts) -> bool:
    for day, chosen in enumerate(filling.week.chosen):
        for other in list(chosen.values()):
            is_main = (day, other.id) in filling.week.doses
            if is_main or exercise.id in chosen or not _are_alike(filling, exercise, other):
                continue
            sets = filling.week.sets(day, other)
            while other.id in chosen:
                filling.drop(day, other)
            if step := opening(filling.load, filling.load.days[day], exercise, sets):
                filling.take(step)
                return True
            if back := opening(filling.load, filling.load.days[day], other, sets):
                filling.take(back)
    return False


def _are_alike(filling: Filling, one: ExerciseFacts, other: ExerciseFacts) -> bool:
    side = filling.side(one)
    return filling.side(other) is side and (side is not None or one.primary_muscle is other.primary_muscle)
