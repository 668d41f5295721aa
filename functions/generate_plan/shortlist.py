"""The exercises a model may choose from: few, allowed for this user, and of every kind."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.pool import Pool, pool_for
from shared.planner.sections import steady_cardio
from shared.planner.selection import ranked
from shared.planner.terms import Mechanic, MovementPattern, Muscle

# Response schemas with enums of about 100 values are refused for too many states.
MOST = 60
_MOST_CARDIO, _MOST_CARRIES = 5, 2
# Exercises the user likes or has trained come first, but leave room for every other kind.
_MOST_FAVOURITES = 20

_Kind: TypeAlias = tuple[bool, MovementPattern, Muscle]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Exercises by short aliases (`e01`…), and the pool they were chosen from."""

    by_alias: Mapping[str, ExerciseFacts]
    pool: Pool = field(repr=False)
    alias_of: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        aliases = {exercise.id: alias for alias, exercise in self.by_alias.items()}
        object.__setattr__(self, "alias_of", aliases)

    @property
    def exercises(self) -> tuple[ExerciseFacts, ...]:
        """The exercises, in the order of their aliases."""
        return tuple(self.by_alias.values())


def shortlist(
    brief: Brief,
    exercises: Iterable[ExerciseFacts],
    *,
    liked: Iterable[str] = (),
    trained: Iterable[str] = (),
) -> Shortlist:
    """Return at most 60 exercises that this brief allows, the same for the same arguments.

    They cover every movement of every muscle, as far as there is room. `liked` and `trained` are ids, most
    important first; they take precedence over the planner's preferences.
    """
    pool = pool_for(brief, exercises)
    cardio = ranked(brief, steady_cardio(pool))[:_MOST_CARDIO]
    favourites = _favourites(pool, liked, trained)
    carries = ranked(brief, pool.carries)[:_MOST_CARRIES]
    room = MOST - len(cardio) - len(carries)
    strength = _balanced(favourites, _queues(brief, pool, favourites), room)
    strength.sort(
        key=lambda e: (e.mechanic is Mechanic.ISOLATION, e.movement_pattern, e.primary_muscle, e.slug)
    )
    chosen = (*strength, *carries, *cardio)
    return Shortlist({f"e{number:02}": exercise for number, exercise in enumerate(chosen, 1)}, pool)


def _favourites(pool: Pool, liked: Iterable[str], trained: Iterable[str]) -> list[ExerciseFacts]:
    possible = {exercise.id: exercise for exercise in pool.strength}
    wanted = dict.fromkeys((*liked, *trained))
    return [possible[exercise_id] for exercise_id in wanted if exercise_id in possible][:_MOST_FAVOURITES]


def _queues(brief: Brief, pool: Pool, favourites: Sequence[ExerciseFacts]) -> list[deque[ExerciseFacts]]:
    """Return a queue for each movement of each muscle; queues of muscles in focus are listed twice."""
    taken = {exercise.id for exercise in favourites}
    queues: defaultdict[_Kind, deque[ExerciseFacts]] = defaultdict(deque)
    for exercise in ranked(brief, (e for e in pool.strength if e.id not in taken)):
        is_isolated = exercise.mechanic is Mechanic.ISOLATION
        queues[is_isolated, exercise.movement_pattern, exercise.primary_muscle].append(exercise)
    kinds = sorted(queues)
    favoured = [kind for kind in kinds if kind[2] in brief.focus]
    return [queues[kind] for kind in (*kinds, *favoured)]


def _balanced(
    favourites: Sequence[ExerciseFacts], queues: Sequence[deque[ExerciseFacts]], most: int
) -> list[ExerciseFacts]:
    chosen = list(favourites)
    while len(chosen) < most and any(queues):
        for queue in queues:
            if queue and len(chosen) < most:
                chosen.append(queue.popleft())
    return chosen
