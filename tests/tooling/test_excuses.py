import pytest

from local.database.excuses import excused

PRIVATE = 'DROP FUNCTION "private"."fold"(uuid);'
PUBLIC = 'DROP FUNCTION "public"."next_workout"();'
AGAIN = "CREATE FUNCTION public.next_workout(p_now timestamptz)"
REQUIRED = 'ALTER TABLE "public"."breaks" ADD COLUMN "kind" public.break_kind NOT NULL;'
KEY = 'ALTER TABLE "public"."breaks" ADD CONSTRAINT "breaks_pkey" PRIMARY KEY (id);'
CHECK = 'ALTER TABLE "public"."breaks" DROP CONSTRAINT "breaks_kind_check";'
CHECK_AGAIN = 'ALTER TABLE "public"."breaks" ADD CONSTRAINT "breaks_kind_check" CHECK (true);'
FOREIGN_KEY = 'ALTER TABLE "private"."reminders" DROP CONSTRAINT "reminders_user_id_fkey";'
NEW_TABLE = 'CREATE TABLE "public"."breaks" ("id" uuid);'


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        (PRIVATE, "ban-drop-function"),
        (f"{PUBLIC}\n\n{AGAIN}", "ban-drop-function"),
        ('DROP VIEW "private"."scores";', "ban-drop-view"),
        ('DROP TYPE "private"."score";', "ban-drop-type"),
        ('ALTER TABLE "private"."reminders" DROP CONSTRAINT "reminders_type_check";', "ban-drop-constraint"),
        (f"{CHECK}\n\n{CHECK_AGAIN}", "ban-drop-constraint"),
        (f"{NEW_TABLE}\n\n{REQUIRED}", "adding-required-field"),
        (f"{NEW_TABLE}\n\n{KEY}", "constraint-missing-not-valid"),
    ],
)
def test_what_breaks_and_locks_nothing_is_excused(script: str, rule: str) -> None:
    [excuse] = [line for line in excused(script).splitlines() if line.startswith("-- squawk-ignore")]
    assert rule in excuse


@pytest.mark.parametrize(
    "script",
    [PUBLIC, f"{PUBLIC}\n\nCREATE FUNCTION public.next_workouts()", REQUIRED, KEY, CHECK, FOREIGN_KEY],
)
def test_what_clients_or_rows_depend_on_is_not(script: str) -> None:
    assert excused(script) == script


def test_an_excuse_stands_right_before_its_statement() -> None:
    assert excused(f"select 1;\n\n{PRIVATE}") == (
        f"select 1;\n\n-- squawk-ignore ban-drop-function\n{PRIVATE}"
    )
