"""Acting as a role that nobody thought of: made later, named like a trusted one, or none at all."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql as syntax

from local.postgres import SUPERUSER, Cluster
from tests.access.world import OWNER_COLUMN, tables
from tests.database.athlete import Athlete, sign_up
from tests.support import Connection, acting_as

# The role, its attributes, and whether the session logs in as it, as whom `role` is none.
STRANGERS: dict[str, tuple[str, str, bool]] = {
    "a member of authenticated": ("intruder", "in role authenticated", False),
    "a member that doesn't inherit": ("lurker", "noinherit in role authenticated", False),
    "a role of its own": ("coach", "", False),
    "named almost like the service": ("service_role2", "in role authenticated", False),
    "in capitals": ("SERVICE_ROLE", "in role authenticated", False),
    "with a space": ("service_role ", "in role authenticated", False),
    "named like no role": ("None", "in role authenticated", False),
    "logged in": ("guest", "login in role authenticated", True),
    "logged in with a name like the owner's": ("postgres2", "login in role authenticated", True),
    # There since before us.
    "what PostgREST logs in as": ("authenticator", "", True),
    "Auth itself": ("supabase_auth_admin", "", True),
    "a visitor": ("anon", "", False),
    "a user": ("authenticated", "", False),
}
every_stranger = pytest.mark.parametrize("stranger", STRANGERS)

# They answer about their caller, or about the value that they are given.
ABOUT_NOBODY_ELSE = {
    *("has_account", "has_room_for_file", "has_role", "is_deriving", "are_body_metrics", "are_loads"),
}


@pytest.fixture(scope="module")
def root(cluster: Cluster, database: str) -> Iterator[Connection]:
    """The superuser, who alone can become whoever logs in; with the roles of this file."""
    url = cluster.url(SUPERUSER, database.rpartition("/")[2])
    with psycopg.connect(url, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("select rolname from pg_roles").fetchall()}
        made = [(name, rest) for name, rest, _ in STRANGERS.values() if name not in known]
        for name, rest in made:
            connection.execute(
                syntax.SQL("create role {} ").format(syntax.Identifier(name)) + syntax.SQL(rest)
            )
        yield connection
        for name, _ in made:
            connection.execute(syntax.SQL("drop role {}").format(syntax.Identifier(name)))


@pytest.fixture(scope="module")
def people(root: Connection) -> tuple[Athlete, Athlete]:
    """A victim, and the user whose id the stranger's token has."""
    return sign_up(root), sign_up(root)


@contextmanager
def being(root: Connection, stranger: str, user: str | None, *, schemas: str = "private") -> Iterator[None]:
    """Act as this role, with the right to use these schemas and everything in them; nothing of it stays."""
    name, _, logs_in = STRANGERS[stranger]
    role = syntax.Identifier(name)
    with root.transaction(force_rollback=True):
        for right in (
            "grant usage on schema {}",
            "grant execute on all functions in schema {}",
        ):
            root.execute(syntax.SQL(right).format(syntax.SQL(schemas)) + syntax.SQL(" to {}").format(role))
        root.execute("select set_config('request.jwt.claims', %s, true)", [claims(name, user)])
        become = "set local session authorization {}" if logs_in else "set local role {}"
        root.execute(syntax.SQL(become).format(role))
        yield


def claims(role: str, user: str | None) -> str:
    return json.dumps({"role": role} | ({"sub": user} if user else {}))


def refusal(connection: Connection, call: str, arguments: Any = None) -> str:
    """What a call is refused with, or what it does instead."""
    try:
        with connection.transaction():
            connection.execute(call.encode(), arguments)
    except psycopg.errors.InsufficientPrivilege as error:
        return str(error.diag.message_primary)
    except psycopg.Error as error:
        return str(error)
    return "answered"


def entries(connection: Connection) -> dict[str, str]:
    """A call of each private function that a role of the API may execute; of a user where it takes one."""
    found = connection.execute(
        """
        select p.proname::text, array(
            select format_type(a.type, null)
            from unnest(p.proargtypes) with ordinality as a (type, i) order by a.i
        )
        from pg_proc as p
        where p.pronamespace = 'private'::regnamespace and exists (
            select from aclexplode(p.proacl) as a
            where a.grantee in ('anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole)
        )
        """
    ).fetchall()
    calls = {}
    for name, types in found:
        arguments = [f"null::{kind}" for kind in types]
        if types[:1] == ["uuid"]:
            arguments[0] = "%(user)s::uuid"
        calls[name] = f"select private.{name}({', '.join(arguments)})"
    return calls


@pytest.mark.attack("gate-1")
@pytest.mark.parametrize("with_token", [True, False], ids=["with a token", "without a token"])
@every_stranger
def test_no_other_role_acts_for_a_user(
    root: Connection, people: tuple[Athlete, Athlete], stranger: str, *, with_token: bool
) -> None:
    """Every private function, as if the role had found a way in: the function itself has to say no."""
    victim, own = people
    calls = {name: call for name, call in entries(root).items() if name not in ABOUT_NOBODY_ELSE}
    with being(root, stranger, own.id if with_token else None):
        said = {name: refusal(root, call, {"user": victim.id}) for name, call in calls.items()}
    assert {name: word for name, word in said.items() if word != "sign in first"} == {}


@pytest.mark.attack("gate-2")
@every_stranger
def test_no_other_role_reaches_a_row_of_others(
    root: Connection, people: tuple[Athlete, Athlete], stranger: str
) -> None:
    """Every table by every verb, with all rights on tables that a role could be given by mistake."""
    victim, own = people
    seen = {}
    with being(root, stranger, own.id, schemas="public"):
        for table in tables(root):
            owner = OWNER_COLUMN.get(table, "user_id")
            has_owner = root.execute(
                "select 1 from pg_attribute where attrelid = ('public.' || %s)::regclass and attname = %s",
                [table, owner],
            ).fetchone()
            if not has_owner:
                continue
            for statement in (
                f"select from public.{table} where {owner} = %s",
                f"update public.{table} set {owner} = {owner} where {owner} = %s",
                f"delete from public.{table} where {owner} = %s",
            ):
                try:
                    with root.transaction():
                        count = root.execute(statement.encode(), [victim.id]).rowcount
                except psycopg.errors.InsufficientPrivilege:
                    continue
                if count:
                    seen[statement] = count
    assert seen == {}


@pytest.mark.attack("gate-3")
@pytest.mark.parametrize("stranger", [name for name in STRANGERS if name not in ("a visitor", "a user")])
def test_the_data_api_serves_no_other_role(
    root: Connection, people: tuple[Athlete, Athlete], stranger: str
) -> None:
    with being(root, stranger, people[1].id, schemas="gateway"):
        assert refusal(root, "select gateway.check_request()") == "unknown role"


@pytest.mark.attack("gate-3")
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_the_data_api_serves_the_roles_it_knows(
    root: Connection, people: tuple[Athlete, Athlete], role: str
) -> None:
    with acting_as(root, people[1].id, role):
        root.execute("select gateway.check_request()")


@pytest.mark.attack("gate-4")
@pytest.mark.parametrize("subject", [None, "", "admin", 1, ["x"], {"eq": "x"}], ids=str)
def test_a_token_without_a_user_is_nobodys(
    root: Connection, people: tuple[Athlete, Athlete], subject: object
) -> None:
    """Not even what is the same for everybody."""
    told = json.dumps({"role": "authenticated", "sub": subject})
    for call in (
        "select gateway.check_request()",
        "select private.require_caller(%(user)s)",
        "select private.require_caller(null)",
        "select private.require_reader(%(user)s, 'training')",
    ):
        with being(root, "a user", None):
            root.execute("select set_config('request.jwt.claims', %s, true)", [told])
            said = refusal(root, call, {"user": people[0].id})
            # Or what the platform's own auth.uid() says to a subject that is no id.
            assert said == "sign in first" or "invalid input syntax for type uuid" in said


@pytest.mark.attack("gate-5")
@pytest.mark.parametrize("role", ["service_role", "postgres", "supabase_admin", "none"])
def test_the_service_and_jobs_act_for_whom_they_name(
    root: Connection, sql: Connection, people: tuple[Athlete, Athlete], role: str
) -> None:
    """So that the refusals above are the role's; but for nobody, not even they."""
    connection = root if role == "supabase_admin" else sql
    with connection.transaction(force_rollback=True):
        connection.execute("grant usage on schema private to service_role")
        connection.execute("grant execute on all functions in schema private to service_role")
        connection.execute("select set_config('role', %s, true)", [role])
        connection.execute("select private.require_caller(%s)", [people[0].id])
        connection.execute("select private.require_service()")
        assert refusal(connection, "select private.require_caller(null)") == "sign in first"


def reader(
    connection: Connection, caller: str | None, user: str | None, scope: str | None
) -> tuple[str, ...]:
    """What require_reader answers, in full."""
    with connection.transaction(force_rollback=True):
        connection.execute("grant usage on schema private to authenticated")
        connection.execute("grant execute on all functions in schema private to authenticated")
        connection.execute(
            "select set_config('request.jwt.claims', %s, true), set_config('role', 'authenticated', true)",
            [claims("authenticated", caller)],
        )
        try:
            connection.execute("select private.require_reader(%s, %s)", [user, scope])
        except psycopg.Error as error:
            said = error.diag
            return tuple(
                str(part)
                for part in (said.sqlstate, said.message_primary, said.message_detail, said.message_hint)
            )
    return ("let in",)


@pytest.mark.attack("gate-6")
def test_what_isnt_for_you_reads_as_what_isnt_there(sql: Connection, people: tuple[Athlete, Athlete]) -> None:
    """The gate of functions that read for others lets in the user alone, and tells nothing."""
    victim, own = people
    assert reader(sql, own.id, own.id, "training") == ("let in",)
    foreign = reader(sql, own.id, victim.id, "training")
    assert foreign[0] == "PT404"
    assert foreign == reader(sql, own.id, str(uuid.uuid4()), "training")
    assert foreign == reader(sql, own.id, None, "training")
    # Who forgets to name what is read shows nothing.
    assert foreign == reader(sql, own.id, own.id, None)
    assert reader(sql, None, victim.id, "training")[:2] == ("42501", "sign in first")


@pytest.mark.attack("gate-6")
def test_the_service_reads_for_anybody(sql: Connection, people: tuple[Athlete, Athlete]) -> None:
    sql.execute("select private.require_reader(%s, 'training')", [people[0].id])
    assert "user not found" in refusal(sql, "select private.require_reader(null, 'training')")
