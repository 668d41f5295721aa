"""`spotter doctor` reports nothing on a sound installation, and every problem on a broken one."""

import base64
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import psycopg
import pytest

from local.database.project import ROOT, Project
from local.doctor import database, functions, project
from local.doctor.examine import CheckResult, examine
from local.doctor.installation import Installation, Problem
from tests.doctor.conftest import Databases, ScriptedProject


def _legacy(role: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJl"


def _said(problems: list[Problem]) -> str:
    assert all(one.remedy for one in problems)
    return " ".join(one.what for one in problems)


def _run(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("SUPABASE_", "FUNCTIONS_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "local.cli", "doctor", *options],
        cwd=ROOT, env={**plain, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _environment(installation: Installation) -> dict[str, str]:
    return {name.upper(): value for name, value in asdict(installation).items()}


def test_a_sound_installation_has_nothing_to_mend(sound: Installation) -> None:
    assert [one for one in examine(sound) if one.problems] == []


def test_the_command_ends_well_on_a_sound_installation(sound: Installation) -> None:
    done = _run(_environment(sound))
    assert (done.returncode, "No problems found." in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_command_fails_and_says_what_to_do_on_a_broken_one(sound: Installation) -> None:
    done = _run(_environment(replace(sound, functions_url=f"{sound.functions_url}/nowhere")))
    assert done.returncode == 1
    assert "coach-chat is not deployed (404)." in done.stdout
    assert "→ spotter build, then osls deploy" in done.stdout


def test_json_names_each_promise_with_its_problems(sound: Installation) -> None:
    done = _run(_environment(replace(sound, functions_url="")), "--json")
    said = {one["promise"]: one for one in json.loads(done.stdout)}
    assert said["every function answers"]["not_asked"] == "FUNCTIONS_URL not set"
    first = said["the settings are complete, and none is swapped"]["problems"]
    assert [one["what"] for one in first] == ["FUNCTIONS_URL is not set."]


def test_an_env_file_takes_the_place_of_the_environment(sound: Installation, tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text("# of prod\n" + "".join(f"{n}={v}\n" for n, v in _environment(sound).items()))
    assert _run({"SUPABASE_URL": "http://127.0.0.1:1"}, f"--env-file={file}").returncode == 0


def test_swapped_keys_are_told_from_their_looks(sound: Installation) -> None:
    swapped = replace(
        sound,
        supabase_publishable_key=sound.supabase_secret_key,
        supabase_secret_key=sound.supabase_publishable_key,
    )
    said = _said(project.settings(swapped))
    assert "SUPABASE_PUBLISHABLE_KEY has the wrong kind of key." in said
    assert "SUPABASE_SECRET_KEY has the wrong kind of key." in said


@pytest.mark.parametrize(
    ("key", "what"),
    [
        (_legacy("service_role"), "SUPABASE_SECRET_KEY is a legacy key."),
        (_legacy("anon"), "SUPABASE_SECRET_KEY has the wrong kind of key."),
        ("hunter2", "SUPABASE_SECRET_KEY is not a Supabase key."),
        ("", "SUPABASE_SECRET_KEY is not set."),
    ],
)
def test_a_wrong_secret_key_is_told_from_its_looks(sound: Installation, key: str, what: str) -> None:
    assert _said(project.settings(replace(sound, supabase_secret_key=key))) == what


def test_an_address_without_encryption_is_told(sound: Installation) -> None:
    said = _said(project.settings(replace(sound, supabase_url="http://project.supabase.co")))
    assert said == "SUPABASE_URL is not encrypted: http://project.supabase.co"


def test_a_key_of_another_project_is_told(sound: Installation) -> None:
    another = f"sb_secret_{'x' * 32}"
    said = _said(project.keys(replace(sound, supabase_secret_key=another)))
    assert said == "The project doesn't accept SUPABASE_SECRET_KEY (401)."


def test_a_project_without_our_schema_is_told(scripted: ScriptedProject) -> None:
    scripted.answers = {"/auth/v1/settings": (200, {})}
    assert "can't read profiles (404" in _said(project.keys(scripted.installation))


@pytest.mark.parametrize(
    ("algorithms", "has_secret", "is_local", "what"),
    [
        ({"ES256"}, False, False, None),
        ({"RS256"}, False, False, None),
        ({"ES256"}, True, False, "Tokens are signed with ES256, yet SUPABASE_JWT_SECRET is set."),
        (set(), True, True, None),
        (
            set(),
            True,
            False,
            "Tokens are signed with a shared secret: anyone who has it can impersonate any user.",
        ),
        (
            {"HS256"},
            False,
            False,
            "The project publishes no signing key and SUPABASE_JWT_SECRET is not set: every token is 401.",
        ),
    ],
)
def test_the_signing_of_tokens_is_judged(
    *, algorithms: set[str], has_secret: bool, is_local: bool, what: str | None
) -> None:
    problem = project.signing_problem(algorithms, has_secret=has_secret, is_local=is_local)
    assert (problem and problem.what) == what


def test_functions_without_the_shared_secret_are_told(sound: Installation) -> None:
    assert "every token is 401" in _said(project.tokens(replace(sound, supabase_jwt_secret="")))


def test_an_exposed_schema_is_told(scripted: ScriptedProject) -> None:
    # What PostgREST says of an unknown table: the schema itself was let through.
    scripted.answers = {"/rest/v1/anything": (404, {"code": "PGRST205"})}
    assert "The Data API exposes the schema private." in _said(project.schemas(scripted.installation))


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"disable_signup": True}, "Sign-up is disabled."),
        ({"external": {"anonymous_users": True}}, "Anonymous sign-ins are enabled."),
        ({}, ""),
    ],
)
def test_what_sign_up_lacks_is_told(
    scripted: ScriptedProject, settings: dict[str, object], what: str
) -> None:
    scripted.answers = {"/auth/v1/settings": (200, settings)}
    assert _said(project.sign_up(scripted.installation)) == what


def test_missing_and_open_buckets_are_told(scripted: ScriptedProject) -> None:
    scripted.answers = {"/storage/v1/bucket": (200, [{"id": "avatars", "public": True}])}
    said = _said(project.buckets(scripted.installation))
    assert "The bucket plan-photos is missing." in said
    assert "The bucket avatars is public." in said


def test_a_migration_that_is_not_applied_is_told(sound: Installation, databases: Databases) -> None:
    url = databases.copy()
    newest = Project().migrations[-1].name
    with psycopg.connect(url) as connection:
        connection.execute(
            "delete from supabase_migrations.schema_migrations where version = %s", [newest.partition("_")[0]]
        )
    said = _said(database.migrations(replace(sound, database_url=url)))
    assert said == f"The migration {newest} is not applied."


def test_a_migration_that_nobody_knows_is_told(sound: Installation, databases: Databases) -> None:
    url = databases.copy()
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into supabase_migrations.schema_migrations (version) values ('29990101000000')"
        )
    said = _said(database.migrations(replace(sound, database_url=url)))
    assert said == "The database has a migration 29990101000000 that is not in this checkout."


def test_a_database_without_any_migration_is_told(sound: Installation, databases: Databases) -> None:
    url = databases.cluster.create_database("patient_bare")
    assert _said(database.migrations(replace(sound, database_url=url))) == "No migration has been applied."


def test_a_missing_seed_is_told(sound: Installation, databases: Databases) -> None:
    url = databases.copy()
    with psycopg.connect(url) as connection:
        connection.execute("delete from private.quotas")
    assert _said(database.seed(replace(sound, database_url=url))) == "private.quotas is empty."


def test_what_the_advisors_find_is_told(sound: Installation, databases: Databases) -> None:
    url = databases.copy()
    with psycopg.connect(url) as connection:
        connection.execute("create table public.left_open (id int primary key)")
        connection.execute("grant select on public.left_open to anon")
    said = _said(database.advice(replace(sound, database_url=url)))
    assert "rls_disabled_in_public" in said
    assert "left_open" in said


def test_a_job_that_is_late_is_told(sound: Installation, databases: Databases) -> None:
    url = databases.copy()
    with psycopg.connect(url) as connection:
        connection.execute("update private.jobs set created_at = now() - interval '2 days'")
    said = _said(database.jobs(replace(sound, database_url=url)))
    assert "The job settle_streaks has never run successfully." in said


def test_a_hosted_project_without_pg_cron_is_told(sound: Installation, databases: Databases) -> None:
    hosted = replace(sound, supabase_url="https://project.supabase.co", database_url=databases.copy())
    assert _said(database.jobs(hosted)) == "pg_cron is not installed: no job runs."


def test_a_wrong_address_of_the_database_is_a_problem_not_a_crash(sound: Installation) -> None:
    results = {one.promise: one for one in examine(replace(sound, database_url="postgresql://127.0.0.1:1/x"))}
    [problem] = results["the migrations are current"].problems
    assert problem.what.startswith("The check failed: connection failed")
    assert "DATABASE_URL" in problem.remedy


def test_functions_that_cannot_read_their_settings_are_told(
    sound: Installation, scripted: ScriptedProject
) -> None:
    names = ("generate-plan", "import-plan", "coach-chat", "billing-webhook")
    scripted.answers = {f"/{name}/health": (200, {"status": "ok"}) for name in names}
    said = functions.functions(replace(sound, functions_url=scripted.installation.supabase_url))
    assert _said(said).startswith("coach-chat answers 501, not 401")


def test_nothing_is_asked_where_nothing_is_known() -> None:
    results = list(examine(Installation("", "", "", "", "", "")))
    assert all(one.not_asked for one in results[1:])
    assert isinstance(results[0], CheckResult)
    assert len(results[0].problems) == 5
