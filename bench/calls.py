"""An app's most frequent requests, as the statements that PostgREST generates for them."""

from collections.abc import Mapping
from typing import NamedTuple


class Call(NamedTuple):
    """A request's main statement. Its only parameter, `{body}`, is the body, or the id of the user."""

    name: str
    query: str
    writes: bool = False


def rpc(function: str, arguments: Mapping[str, str]) -> str:
    """Return a call of an RPC with these arguments, by name and type, as a request sends them."""
    columns = ", ".join(f"{name} {kind}" for name, kind in arguments.items())
    names = ", ".join(f"{name} => body.{name}" for name in arguments)
    # Without arguments there is no body.
    body = f"json_to_record({{body}}::json) as body ({columns}) cross join lateral " if arguments else ""
    return f"select json_agg(answer) from {body}public.{function}({names}) as answer"  # noqa: S608 - our names


def _all(query: str) -> str:
    return f"select coalesce(json_agg(answer), '[]') from ({query}) as answer"  # noqa: S608 - our own text


SET_COLUMNS = {
    "id": "uuid", "workout_session_id": "uuid", "exercise_id": "uuid", "workout_plan_exercise_id": "uuid",
    "set_order": "smallint", "logged_reps": "smallint", "logged_weight_kg": "numeric",
    "difficulty_rating": "numeric", "rest_seconds": "integer",
}  # fmt: skip

# Each filters by user, as recommended to clients. Policies alone would do, but one measurement disables them.
_SESSIONS = """
select w.* from public.workout_sessions as w
where w.user_id = {body}::uuid order by w.started_at desc, w.id desc limit 20
"""
_WITH_SETS = f"""
select w.*, s.sets
from ({_SESSIONS}) as w
left join lateral (
    select json_agg(e.* order by e.set_order, e.id) as sets
    from public.session_exercises as e
    where e.user_id = w.user_id and e.workout_session_id = w.id
) as s on true
order by w.started_at desc, w.id desc
"""  # noqa: S608 - our own text
_INBOX = """
select n.* from public.notifications as n
where n.user_id = {body}::uuid and n.in_inbox order by n.created_at desc, n.id desc limit 20
"""
_PROFILE = """
select p.*, s.streaks
from public.profiles as p
left join lateral (
    select json_agg(t.*) as streaks from public.streaks as t where t.user_id = p.id
) as s on true
where p.id = {body}::uuid
"""
_PLAN = """
select p.*, d.days
from public.workout_plans as p
left join lateral (
    select json_agg(o.* order by o.order_in_plan) as days
    from (
        select y.*, x.exercises
        from public.workout_plan_days as y
        left join lateral (
            select json_agg(e.* order by e.order_in_workout) as exercises
            from public.workout_plan_day_exercises as e
            where e.user_id = y.user_id and e.plan_workout_id = y.id
        ) as x on true
        where y.user_id = p.user_id and y.plan_id = p.id
    ) as o
) as d on true
where p.user_id = {body}::uuid and p.is_active
"""
_INSERT_SET = (
    f"insert into public.session_exercises ({', '.join(SET_COLUMNS)})"  # noqa: S608 - our own names
    f" select {', '.join(SET_COLUMNS)} from json_to_record({{body}}::json) as body"
    f" ({', '.join(' '.join(column) for column in SET_COLUMNS.items())})"
)

LOG_WORKOUT = Call("log_workout, 20 sets", rpc("log_workout", {"p_workout": "jsonb"}), writes=True)
START_WORKOUT = Call(
    "start_workout",
    rpc("start_workout", {"p_plan_workout_id": "uuid", "p_session_id": "uuid"}),
    writes=True,
)
INSERT_SET = Call("insert of a set", _INSERT_SET, writes=True)
FINISH_WORKOUT = Call("finish_workout, 20 sets", rpc("finish_workout", {"p_session_id": "uuid"}), writes=True)
CHECK_IN = Call("record_check_in", rpc("record_check_in", {"p_check_in": "jsonb"}), writes=True)
EXERCISE_PROGRESS = Call("exercise_progress", rpc("exercise_progress", {"p_exercise_id": "uuid"}))
SEARCH = Call("search_exercises", rpc("search_exercises", {"p_query": "text"}))

TABLE_READS = (
    Call("latest 20 sessions", _all(_SESSIONS)),
    Call("latest 20 sessions with their sets", _all(_WITH_SETS)),
    Call("the active plan with days and exercises", _all(_PLAN)),
    Call("profile and streaks", _all(_PROFILE)),
    Call("inbox, latest 20", _all(_INBOX)),
)
READS = (
    *TABLE_READS,
    Call("next_workout", rpc("next_workout", {})),
    Call("training_overview", rpc("training_overview", {})),
    EXERCISE_PROGRESS,
    SEARCH,
)
WRITES = (LOG_WORKOUT, CHECK_IN, START_WORKOUT, INSERT_SET, FINISH_WORKOUT)
CALLS = (*READS, *WRITES)
