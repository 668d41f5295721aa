"""The deployment guide, followed: every step that needs no account is run as written."""

import re
from pathlib import Path

import psycopg
import pytest

from functions.dispatch_notifications.providers import PROVIDERS
from local.database.project import ROOT, Project
from local.database.workshop import Workshop
from local.doctor import database as doctor
from local.doctor.installation import Installation
from local.keys import Keys
from local.ports import free_port
from local.postgres import SUPERUSER, Cluster
from local.services import Services
from shared.ops.settings import FromEnvironment, Settings
from tests.deploy import guide

GUIDE = "docs/deployment.md"
# The guide leads there for the settings of push and mail providers.
DELIVERY = "docs/delivery.md"
_MODELS: list[type[FromEnvironment]] = [Settings, *(provider.settings for provider in PROVIDERS)]
FIELDS = {name.upper(): field for model in _MODELS for name, field in model.model_fields.items()}
PUSH = 'npx supabase db push --remote "$DATABASE_URL" --include-seed --skip-vault --yes'
EXAMINE = "uv run spotter doctor --env-file .env.prod"


@pytest.fixture(scope="session")
def deployed(project: Project, cluster: Cluster) -> str:
    """The URL of a new project's database after the guide's push."""
    assert project.root == ROOT
    url = Workshop(project, cluster).empty()
    done = guide.run(PUSH, {"DATABASE_URL": url, "PGSSLMODE": "disable"})
    assert done.returncode == 0, done.stdout + done.stderr
    return url


def test_the_guides_push_and_examination_end_in_a_sound_installation(deployed: str, tmp_path: Path) -> None:
    assert {PUSH, EXAMINE} <= set(guide.commands(GUIDE))
    services = Services(free_port(), Keys.generate(), tmp_path / "state")
    address = services.start(deployed)
    file = tmp_path / ".env.prod"
    file.write_text(
        f"SUPABASE_URL={address.url}\nSUPABASE_PUBLISHABLE_KEY={address.publishable_key}\n"
        f"SUPABASE_SECRET_KEY={address.secret_key}\nSUPABASE_JWT_SECRET={address.jwt_secret}\n"
        f"DATABASE_URL={deployed}\nFUNCTIONS_URL={address.functions_url}\n"
    )
    try:
        done = guide.run(EXAMINE.replace(".env.prod", str(file)), {})
    finally:
        services.stop()
    assert (done.returncode, "No problems found." in done.stdout) == (0, True), done.stdout + done.stderr


def test_pushing_again_changes_nothing(deployed: str) -> None:
    done = guide.run(PUSH, {"DATABASE_URL": deployed, "PGSSLMODE": "disable"})
    assert done.returncode == 0, done.stderr
    assert "up to date" in done.stdout + done.stderr


def test_the_push_and_after_a_restore_the_guides_setting_make_the_api_ask_for_limits(
    deployed: str, cluster: Cluster
) -> None:
    [setting] = [block for block in guide.blocks(GUIDE, "sql") if "db_pre_request" in block]
    hosted = Installation("https://project.supabase.co", "", "", "", deployed, "")
    assert doctor.settings_of_requests(hosted) == []
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as connection:
        connection.execute("alter role authenticator reset pgrst.db_pre_request")
        connection.execute("alter role authenticator reset lock_timeout")
    assert [one.what for one in doctor.settings_of_requests(hosted)] == [
        "No limits are checked before a request (db_pre_request).",
        "A request may wait for a lock for long (lock_timeout).",
    ]
    with psycopg.connect(deployed, autocommit=True) as connection:
        connection.execute(setting.encode())
    assert doctor.settings_of_requests(hosted) == []


def test_the_first_administrator_is_made_as_the_guide_says(deployed: str) -> None:
    [statement] = [block for block in guide.blocks(GUIDE, "sql") if "user_roles" in block]
    with psycopg.connect(deployed) as connection:
        connection.execute(
            "insert into auth.users (id, email) values (gen_random_uuid(), 'admin@example.com')"
        )
        connection.execute(statement.encode())
        assert connection.execute("select role::text from public.user_roles").fetchall() == [("admin",)]
        connection.rollback()


def names(page: str) -> list[str]:
    """The variables that have a row of their own on a page."""
    return re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / page).read_text(), re.MULTILINE)


def test_the_guide_names_every_parameter_and_no_others() -> None:
    assert f"{Path(DELIVERY).name}#settings" in (ROOT / GUIDE).read_text()
    table = {*names(GUIDE), *names(DELIVERY)}
    service = (ROOT / "serverless.yml").read_text()
    named = {
        name
        for line in re.findall(r"^ +(?:SPOTTER_PARAMETERS|project|ai): (.*)$", service, re.MULTILINE)
        for name in re.findall(r"\b[A-Z][A-Z_]+\b", line)
    }
    variables = set(re.findall(r"\$\{env:(\w+)", service)) | {"AWS_REGION"}
    variables |= set(re.findall(r"(SPOTTER_\w+)[,:} ]", (ROOT / "deploy/edge.cjs").read_text()))
    variables |= set(re.findall(r"process\.env\.(SPOTTER_\w+)", (ROOT / "deploy/alarms.cjs").read_text()))
    assert table - variables == named


def test_every_parameter_of_a_function_is_one_of_its_settings() -> None:
    table = re.findall(
        r"^\| `([A-Z_]+)` \| (?!is asked|where|the one)", (ROOT / GUIDE).read_text(), re.MULTILINE
    )
    table += names(DELIVERY)
    assert {name for name in table if not name.startswith(("SPOTTER_", "AWS_"))} <= FIELDS.keys()


def test_every_secret_of_the_settings_is_a_parameter() -> None:
    secrets = {name for name, field in FIELDS.items() if "SecretStr" in str(field.annotation)}
    assert {"SUPABASE_SECRET_KEY", "GEMINI_API_KEY", "RESEND_API_KEY"} <= secrets
    assert secrets - {*names(GUIDE), *names(DELIVERY)} == set()


def test_every_alarm_is_in_the_runbook() -> None:
    kinds = re.findall(r"^  (\w+): \{\n    of:", (ROOT / "deploy/alarms.cjs").read_text(), re.MULTILINE)
    text = (ROOT / "docs/runbook.md").read_text()
    section = text.partition("## Alarms")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(kinds)


def test_every_secret_is_in_the_runbooks_rotation() -> None:
    runbook = (ROOT / "docs/runbook.md").read_text()
    section = runbook.partition("## Rotate a key")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", section))
    # One row is about all secrets of the page that it leads to.
    assert f"({Path(DELIVERY).name}#settings)" in section
    told |= {name for name in names(DELIVERY) if "SecretStr" in str(FIELDS[name].annotation)}
    parameters = [
        name for name in (*names(GUIDE), *names(DELIVERY)) if not name.startswith(("SPOTTER_", "AWS_"))
    ]
    assert set(parameters) - told == {
        "SUPABASE_URL",
        "MAIL_FROM",
        "RESEND_PER_SECOND",
        "MAIL_SETTINGS_URL",
    }
