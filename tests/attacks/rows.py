"""Which tables an attack on rows is tried on, from what tests/access expects of them."""

from tests.access.expectations import OWNED, WRITTEN_BY_CLIENTS
from tests.access.world import OWNER_COLUMN, Row, World
from tests.support import Connection

# What hangs on something of the owner's, and by which column.
LINKS = {
    "exercise_equipment": "exercise_id",
    "workout_plan_days": "plan_id",
    "workout_plan_day_exercises": "plan_workout_id",
    "session_exercises": "workout_session_id",
}
CHILDREN = list(LINKS)
CHANGEABLE = [name for name, rule in OWNED.items() if "update" in rule.verbs and rule.change]
DELETABLE = [name for name in reversed(OWNED) if "delete" in OWNED[name].verbs]
# Their key holds their owner: there is no id to take.
KEYED_BY_OWNER = (
    "training_preferences",
    "user_equipment",
    "user_consents",
    "notification_settings",
    "notification_preferences",
)
# exercise_equipment has its owner from its exercise, and no client may name one.
OWNER_IS_SENT = [name for name in WRITTEN_BY_CLIENTS if name != "exercise_equipment"]
WITH_AN_ID = [name for name in OWNER_IS_SENT if name not in KEYED_BY_OWNER]


def owner_column(table: str) -> str:
    """The column that says whose a row is."""
    return OWNER_COLUMN.get(table, "user_id")


def new_row(table: str, world: World, user: str) -> Row:
    """A row as a client inserts it, hung on this world's rows and given to `user`."""
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    return new(world, user)


def unique_keys(sql: Connection, table: str) -> list[list[str]]:
    """The columns of each key that an upsert can name as its on_conflict."""
    found = sql.execute(
        """
        select distinct array(
            select a.attname::text from unnest(i.indkey::int2[]) as k (attnum)
            inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
        )
        from pg_index as i
        where i.indrelid = ('public.' || %s)::regclass and i.indisunique
            and i.indpred is null and i.indexprs is null
        """,
        [table],
    ).fetchall()
    return [row[0] for row in found]
