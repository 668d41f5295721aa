"""The second read: the plan's lines of a workout, and the previous bests of its exercises."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from bench.peers.app_tier.catalogue import Session
from bench.peers.app_tier.document import LoggedWorkout
from bench.peers.app_tier.errors import NotFoundError
from bench.peers.app_tier.targets import Line

_LIFTS = """
select
    x.id, x.exercise_id, x.plan_workout_id, x.order_in_workout, x.section::text, x.target_sets, x.target_reps,
    x.current_suggested_weight_kg, d.name as day_name, d.plan_id, p.name as plan_name,
    n.name as exercise_name, f.exercise_id as judged, (f.target).reps as base_reps, f.rules, f.target_rir,
    f.is_assisted, (m.target).sets as first_sets, (m.target).reps as first_reps,
    (m.target).weight_kg as first_weight_kg, s.new_target, coalesce(s.failures, 0) as failures,
    coalesce(s.state, m.state) as state,
    array(
        select c.id::text from public.workout_plan_day_exercises as c
        where c.user_id = $1 and c.target_id = x.target_id and c.id <> x.id order by c.id
    ) as shared_with,
    o.id as lifted, h.volume_kg, h.load_score, h.estimated_1rm_kg, h.last_announced, h.is_there
from (
    select y.* from public.workout_plan_day_exercises as y
    where y.user_id = $1 and (y.plan_workout_id = $2 or y.id = any($3))
) as x
inner join public.workout_plan_days as d on d.user_id = $1 and d.id = x.plan_workout_id
inner join public.workout_plans as p on p.user_id = $1 and p.id = d.plan_id
inner join public.exercises as n on n.id = x.exercise_id
inner join private.target_facts as m
    on m.user_id = $1 and m.target_id = x.target_id and m.set_at = '-infinity' and m.moves_target
cross join lateral (
    select t.* from private.target_facts as t
    where t.user_id = $1 and t.target_id = x.target_id and t.set_at < $5 order by t.set_at desc limit 1
) as f
left join lateral (
    select r.new_target, r.failures, r.state from public.prescriptions as r
    where r.user_id = $1 and r.target_id = x.target_id and r.superseded_at is null and r.effective_at < $5
    order by r.effective_at desc, r.session_id desc nulls last limit 1
) as s on true
full join unnest($4::uuid[]) as o (id) on o.id = x.exercise_id
left join lateral (
    select
        greatest(e.prior_volume_kg, nullif(e.volume_kg, 0)) as volume_kg,
        greatest(e.prior_load_score, e.load_score) as load_score,
        greatest(e.prior_estimated_1rm_kg, e.estimated_1rm_kg) as estimated_1rm_kg,
        private.last_announced(e) as last_announced,
        true as is_there
    from private.exercise_sessions as e
    where e.user_id = $1 and e.exercise_id = o.id and e.started_at < $5
    order by e.started_at desc, e.session_id desc limit 1
) as h on true
order by x.order_in_workout, x.id
"""


@dataclass(frozen=True)
class Best:
    """The bests of an exercise before this workout; None where there is none."""

    volume_kg: Decimal | None = None
    load_kg: Decimal | None = None
    estimated_1rm_kg: Decimal | None = None
    announced: date | None = None
    """The day on which a record of it was last announced."""


@dataclass(frozen=True)
class Lifts:
    """The plan's lines in order, and the bests by exercise, for exercises trained before."""

    lines: dict[UUID, Line]
    bests: dict[UUID, Best]


async def read_lifts(connection: Session, user: UUID, workout: LoggedWorkout) -> Lifts:
    """Read them, filtered by owner. Raises NotFoundError for another user's."""
    links = {one.workout_plan_exercise_id for one in workout.sets if one.workout_plan_exercise_id}
    exercises = {one.exercise_id for one in workout.sets}
    rows = await connection.fetch(
        _LIFTS, user, workout.plan_workout_id, list(links), list(exercises), workout.started_at
    )
    lines = {row["id"]: Line.of(row) for row in rows if row["id"]}
    if not links <= lines.keys():
        raise NotFoundError("exercise not found in your plans")
    if workout.plan_workout_id and all(line.day_id != workout.plan_workout_id for line in lines.values()):
        raise NotFoundError("day not found in your plans")
    bests = {
        row["lifted"]: Best(
            row["volume_kg"], row["load_score"], row["estimated_1rm_kg"], row["last_announced"]
        )
        for row in rows
        if row["lifted"] and row["is_there"]
    }
    return Lifts(lines, bests)
