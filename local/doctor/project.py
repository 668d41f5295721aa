"""Checks of the Supabase project from outside: its keys, tokens, schemas, sign-up and buckets."""

import re
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from local.database.project import PLATFORM_FILE, ROOT
from local.doctor.installation import Installation, NotAskedError, Problem, is_loopback, legacy_role

_KEYS_PAGE = "Dashboard → Project Settings → API Keys"
_HIDDEN = ("private", "gateway", "auth", "storage")
_ALGORITHMS = frozenset({"ES256", "RS256"})


def settings(at: Installation) -> list[Problem]:
    """Check the settings by themselves: missing, swapped, legacy, unencrypted."""
    found = [
        Problem(f"{name} is not set.", f"Set it: {where}")
        for name, value, where in (
            ("SUPABASE_URL", at.supabase_url, "https://<project>.supabase.co"),
            ("SUPABASE_PUBLISHABLE_KEY", at.supabase_publishable_key, _KEYS_PAGE),
            ("SUPABASE_SECRET_KEY", at.supabase_secret_key, _KEYS_PAGE),
            ("DATABASE_URL", at.database_url, "Dashboard → Connect → Session pooler"),
            ("FUNCTIONS_URL", at.functions_url, "the output FunctionsUrl of `osls info --verbose`"),
        )
        if not value
    ]
    found += _key("SUPABASE_PUBLISHABLE_KEY", at.supabase_publishable_key, "sb_publishable_", "anon")
    found += _key("SUPABASE_SECRET_KEY", at.supabase_secret_key, "sb_secret_", "service_role")
    for name, url in (("SUPABASE_URL", at.supabase_url), ("FUNCTIONS_URL", at.functions_url)):
        if url and urlsplit(url).scheme != "https" and not is_loopback(url):
            found.append(Problem(f"{name} is not encrypted: {url}", "Use its https:// address."))
    if urlsplit(at.supabase_url).path.strip("/"):
        found.append(
            Problem(f"SUPABASE_URL has a path: {at.supabase_url}", "Use the project's URL without a path.")
        )
    return found


def _key(name: str, key: str, prefix: str, role: str) -> list[Problem]:
    if not key or key.startswith(prefix):
        return []
    given = legacy_role(key)
    if given == role:
        return [Problem(f"{name} is a legacy key.", f"Make a {prefix}… key: {_KEYS_PAGE}")]
    if given or key.startswith(("sb_publishable_", "sb_secret_")):
        danger = (
            " Clients may have seen it: create a new key and delete this one."
            if prefix == "sb_publishable_"
            else ""
        )
        return [Problem(f"{name} has the wrong kind of key.", f"Put the {prefix}… key there.{danger}")]
    return [Problem(f"{name} is not a Supabase key.", f"It begins with {prefix}: {_KEYS_PAGE}")]


def keys(at: Installation) -> list[Problem]:
    """Check that the project accepts both keys, and that the secret one has its rights."""
    found = []
    for name, key in (
        ("SUPABASE_PUBLISHABLE_KEY", at.supabase_publishable_key),
        ("SUPABASE_SECRET_KEY", at.supabase_secret_key),
    ):
        with at.client(key) as client:
            answer = client.get("/auth/v1/settings")
        if answer.status_code != HTTPStatus.OK:
            what = f"The project doesn't accept {name} ({answer.status_code})."
            found.append(Problem(what, f"Check that it is this project's and not deleted: {_KEYS_PAGE}"))
    if not found:
        with at.client(at.supabase_secret_key) as client:
            answer = client.get("/rest/v1/profiles", params={"select": "id", "limit": 1})
        if answer.status_code != HTTPStatus.OK:
            what = f"SUPABASE_SECRET_KEY can't read profiles ({answer.status_code} {_code(answer)})."
            found.append(Problem(what, "Apply the migrations: supabase db push"))
    return found


def tokens(at: Installation) -> list[Problem]:
    """Check that functions can verify the project's tokens."""
    with at.client(at.supabase_publishable_key) as client:
        answer = client.get("/auth/v1/.well-known/jwks.json")
    if answer.status_code != HTTPStatus.OK:
        return [Problem(f"The signing keys can't be read ({answer.status_code}).", "Check SUPABASE_URL.")]
    known = {str(key.get("alg")) for key in answer.json().get("keys", [])}
    problem = signing_problem(known, has_secret=bool(at.supabase_jwt_secret), is_local=at.is_local)
    return [problem] if problem else []


def signing_problem(algorithms: set[str], *, has_secret: bool, is_local: bool) -> Problem | None:
    """Return the problem of the published algorithms, given whether functions have the shared secret."""
    if usable := _ALGORITHMS & algorithms:
        if not has_secret or is_local:
            return None
        return Problem(
            f"Tokens are signed with {', '.join(sorted(usable))}, yet SUPABASE_JWT_SECRET is set.",
            "Once the last token signed with it has expired, revoke that secret and unset it.",
        )
    if not has_secret:
        return Problem(
            "The project publishes no signing key and SUPABASE_JWT_SECRET is not set: every token is 401.",
            "Dashboard → JWT Keys → Migrate, then Rotate. Until then set the legacy secret.",
        )
    if not is_local:
        return Problem(
            "Tokens are signed with a shared secret: anyone who has it can impersonate any user.",
            "Dashboard → JWT Keys → Migrate, then Rotate; see docs/runbook.md.",
        )
    return None


def schemas(at: Installation) -> list[Problem]:
    """Request schemas that must not be exposed, with the strongest key."""
    found = []
    with at.client(at.supabase_secret_key) as client:
        for schema in _HIDDEN:
            answer = client.get("/rest/v1/anything", headers={"accept-profile": schema})
            if answer.status_code != HTTPStatus.NOT_ACCEPTABLE:
                what = f"The Data API exposes the schema {schema}."
                found.append(Problem(what, "Push the settings: supabase config push (schemas of [api])"))
    return found


def sign_up(at: Installation) -> list[Problem]:
    """Check that users can sign up, and only with a confirmed address."""
    with at.client(at.supabase_publishable_key) as client:
        answer = client.get("/auth/v1/settings")
    if answer.status_code != HTTPStatus.OK:
        raise NotAskedError("the project doesn't accept the publishable key")
    auth = answer.json()
    found = []
    if auth.get("disable_signup"):
        found.append(Problem("Sign-up is disabled.", "supabase config push ([auth] enable_signup)"))
    if auth.get("external", {}).get("anonymous_users"):
        what = "Anonymous sign-ins are enabled."
        found.append(Problem(what, "supabase config push ([auth] enable_anonymous_sign_ins)"))
    if auth.get("mailer_autoconfirm") and not at.is_local:
        what = "E-mail addresses aren't confirmed."
        found.append(Problem(what, "supabase config push ([auth.email] enable_confirmations)"))
    return found


def buckets(at: Installation) -> list[Problem]:
    """Compare the buckets with those in policies/platform.sql."""
    wanted = set(
        re.findall(r"^\('([\w-]+)', '[\w-]+', false", (ROOT / PLATFORM_FILE).read_text(), re.MULTILINE)
    )
    with at.client(at.supabase_secret_key) as client:
        answer = client.get("/storage/v1/bucket")
    if answer.status_code != HTTPStatus.OK:
        what = f"The buckets can't be listed ({answer.status_code})."
        return [Problem(what, "Check that Storage is enabled, and SUPABASE_SECRET_KEY.")]
    there = {str(one["id"]): bool(one["public"]) for one in answer.json()}
    absent = [
        Problem(f"The bucket {name} is missing.", "supabase db push") for name in sorted(wanted - set(there))
    ]
    return absent + [
        Problem(f"The bucket {name} is public.", f"Dashboard → Storage → {name} → make it private.")
        for name in sorted(wanted & set(there))
        if there[name]
    ]


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""
