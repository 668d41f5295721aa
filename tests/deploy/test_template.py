"""The deployed template keeps our own rules: least privilege, no secrets, everything monitored."""

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local import node
from local.build import interpreter
from local.database import tools
from local.database.project import ROOT
from shared.ops.settings import Settings, SettingsError
from tests.deploy.conftest import Template, package

# X-Ray has no resources to name.
ANY_RESOURCE_ALLOWED = {("xray:PutTraceSegments", "xray:PutTelemetryRecords")}
# What may stand in a function's configuration, which more people can read than the parameter store.
PLAIN_VARIABLES = {
    "SEALING_KMS_KEY",
    "SPOTTER_ORIGIN",
    "SPOTTER_STAGE",
    "LOG_LEVEL",
    "SPOTTER_PARAMETERS",
    "SPOTTER_PARAMETERS_PATH",
    "SPOTTER_RELEASE",
    "SPOTTER_RENEWED",
}
# The contract's, and the request's id, which clients may choose.
CORS_HEADERS = {"authorization", "apikey", "x-client-info", "content-type", "idempotency-key", "x-request-id"}
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"]]


def _scheduled(packaged: Template) -> dict[str, dict[str, Any]]:
    """Schedules by function."""
    return {
        one["Name"].removeprefix(f"spotter-{packaged.stage}-"): one
        for one in packaged.of("AWS::Scheduler::Schedule").values()
    }


def _open(packaged: Template) -> set[str]:
    """The functions that have an address."""
    return {
        name
        for name in packaged.functions
        if f"{packaged.logical(name)}LambdaFunctionUrl" in packaged.resources
    }


def test_every_function_of_the_repository_is_deployed(packaged: Template) -> None:
    folders = {path.parent.name for path in ROOT.glob("functions/*/handler.py")}
    deployed = {name.replace("-", "_"): one["Handler"] for name, one in packaged.functions.items()}
    assert folders == set(deployed)
    assert deployed == {name: f"functions.{name}.handler.handler" for name in deployed}


def test_each_function_takes_the_package_of_its_own_name(packaged: Template) -> None:
    named = {name: f"dist/{name.replace('-', '_')}.zip" for name in packaged.functions}
    assert packaged.artifacts == named


def test_functions_run_what_the_packages_are_compiled_for(packaged: Template) -> None:
    assert {(one["Runtime"], *one["Architectures"]) for one in packaged.functions.values()} == {
        (f"python{interpreter.VERSION}", "arm64")
    }


def test_no_role_may_do_everything_or_anything_anywhere(packaged: Template) -> None:
    wide = [
        (name, one)
        for name, role in packaged.of("AWS::IAM::Role").items()
        for one in _statements(role)
        if any("*" in action for action in one["Action"])
        or (one["Resource"] == "*" and tuple(one["Action"]) not in ANY_RESOURCE_ALLOWED)
    ]
    assert wide == []


def test_every_function_has_a_role_of_its_own(packaged: Template) -> None:
    roles = [json.dumps(one["Role"]) for one in packaged.functions.values()]
    assert len(set(roles)) == len(packaged.functions)
    assert "IamRoleLambdaExecution" not in packaged.resources


def test_a_function_may_read_the_parameters_it_names_and_no_others(packaged: Template) -> None:
    for name, function in packaged.functions.items():
        role = packaged.resources[f"{packaged.logical(name)}Role"]["Properties"]
        [readable] = [one["Resource"] for one in _statements(role) if one["Action"] == ["ssm:GetParameters"]]
        named = function["Environment"]["Variables"]["SPOTTER_PARAMETERS"].split(",")
        path = f"/spotter/{packaged.stage}/"
        assert function["Environment"]["Variables"]["SPOTTER_PARAMETERS_PATH"] == path
        assert [one["Fn::Sub"].rpartition(":parameter")[2] for one in readable] == [
            path + key for key in named
        ]


def test_no_function_has_a_secret_in_its_configuration(packaged: Template) -> None:
    for function in packaged.functions.values():
        assert set(function["Environment"]["Variables"]) <= PLAIN_VARIABLES


def test_only_those_that_need_it_may_call_the_model(packaged: Template) -> None:
    callers = {
        name
        for name, one in packaged.functions.items()
        if "GEMINI_API_KEY" in one["Environment"]["Variables"]["SPOTTER_PARAMETERS"]
    }
    assert callers == {"generate-plan", "import-plan", "coach-chat"}


def test_every_functions_log_is_kept_for_a_time_and_not_for_ever(packaged: Template) -> None:
    groups = {
        one["LogGroupName"]: one["RetentionInDays"] for one in packaged.of("AWS::Logs::LogGroup").values()
    }
    days = {"dev": 14, "prod": 90}[packaged.stage]
    assert groups == {f"/aws/lambda/spotter-{packaged.stage}-{name}": days for name in packaged.functions}


def test_every_function_has_its_share_of_concurrency(packaged: Template) -> None:
    shares = [one["ReservedConcurrentExecutions"] for one in packaged.functions.values()]
    # An account has 1,000, of which 100 can't be reserved.
    assert min(shares) >= 1
    assert sum(shares) <= 900


def test_every_function_wakes_somebody_when_it_fails_stalls_or_is_refused(packaged: Template) -> None:
    alarms = packaged.of("AWS::CloudWatch::Alarm").values()
    for name in packaged.functions:
        own = {
            one["MetricName"]
            for one in alarms
            if one["AlarmName"].startswith(f"spotter-{packaged.stage}-{name}-")
        }
        assert {"Errors", "Throttles", "Duration"} <= own, name


def test_every_alarm_is_sent_to_the_topic(packaged: Template) -> None:
    assert all(
        one["AlarmActions"] == [{"Ref": "Alarms"}] for one in packaged.of("AWS::CloudWatch::Alarm").values()
    )


def test_a_job_that_falls_silent_is_an_alarm(packaged: Template) -> None:
    minutes = {}
    for name in _scheduled(packaged):
        alarm = packaged.resources[f"{packaged.logical(name)}InvocationsAlarm"]["Properties"]
        assert alarm["TreatMissingData"] == "breaching"
        minutes[name] = alarm["Period"] * alarm["EvaluationPeriods"] // 60
    assert minutes == {"dispatch-notifications": 15, "delete-files": 45, "reset-streaks": 180}


def test_every_function_without_an_address_has_a_schedule_and_dead_letters(packaged: Template) -> None:
    schedules = _scheduled(packaged)
    assert set(schedules) == set(packaged.functions) - _open(packaged)
    for name, schedule in schedules.items():
        letters = {"Fn::GetAtt": [f"{packaged.logical(name)}DeadLetters", "Arn"]}
        config = packaged.resources[f"{packaged.logical(name)}LambdaEvConf"]["Properties"]
        assert schedule["Target"]["DeadLetterConfig"]["Arn"] == letters
        assert config["DestinationConfig"]["OnFailure"]["Destination"] == letters
        assert f"{packaged.logical(name)}DeadLettersAlarm" in packaged.resources


def test_a_schedule_tells_the_run_its_time_and_its_number(packaged: Template) -> None:
    for schedule in _scheduled(packaged).values():
        assert json.loads(schedule["Target"]["Input"]) == {
            "scheduled_time": "<aws.scheduler.scheduled-time>",
            "execution_id": "<aws.scheduler.execution-id>",
        }


def test_a_function_url_may_be_invoked_in_both_ways_it_needs(packaged: Template) -> None:
    permissions = packaged.of("AWS::Lambda::Permission").values()
    actions = sorted(one["Action"] for one in permissions)
    addresses = len(_open(packaged))
    assert actions == ["lambda:InvokeFunction"] * addresses + ["lambda:InvokeFunctionUrl"] * addresses


def test_browsers_may_send_what_the_contract_names(packaged: Template) -> None:
    for name in _open(packaged) - {"billing-webhook"}:
        cors = packaged.resources[f"{packaged.logical(name)}LambdaFunctionUrl"]["Properties"]["Cors"]
        assert set(cors["AllowHeaders"]) == CORS_HEADERS
        assert set(cors["ExposeHeaders"]) == {"retry-after", "x-request-id"}


def test_the_edge_leads_to_every_address_uncached_with_the_callers_token(packaged: Template) -> None:
    config = packaged.resources["Edge"]["Properties"]["DistributionConfig"]
    behaviors = {one["PathPattern"]: one for one in config["CacheBehaviors"]}
    assert set(behaviors) == {
        f"/functions/v1/{name}{rest}" for name in _open(packaged) for rest in ("", "/*")
    }
    for path, one in behaviors.items():
        assert one["TargetOriginId"] == path.split("/")[3]
        assert one["CachePolicyId"] == CACHING_DISABLED
        assert one["OriginRequestPolicyId"] == ALL_VIEWER_EXCEPT_HOST
        assert one["ViewerProtocolPolicy"] == "https-only"


def test_the_one_who_seals_may_use_the_key_for_data_keys_only(packaged: Template) -> None:
    sealing = {
        name: one
        for name, one in packaged.functions.items()
        if "SEALING_KMS_KEY" in one["Environment"]["Variables"]
    }
    assert set(sealing) == {"dispatch-notifications"}
    key = {"Fn::GetAtt": ["SealingKey", "Arn"]}
    assert all(one["Environment"]["Variables"]["SEALING_KMS_KEY"] == key for one in sealing.values())
    granted = {
        name: (one["Action"], one["Resource"], one["Condition"])
        for name, role in packaged.of("AWS::IAM::Role").items()
        for policy in role["Policies"]
        for one in policy["PolicyDocument"]["Statement"]
        if any(action.startswith("kms:") for action in one["Action"])
    }
    only = {"Null": {"kms:EncryptionContext:purpose": "false"}}
    assert granted == {"DispatchDashnotificationsRole": (["kms:GenerateDataKey", "kms:Decrypt"], key, only)}


def test_the_key_outlives_the_stack_and_is_rotated(packaged: Template) -> None:
    key = packaged.resources["SealingKey"]
    assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert key["Properties"]["EnableKeyRotation"] is True


def test_the_edge_sends_its_secret_when_told_so(packaged: Template, tmp_path: Path) -> None:
    def sent(template: Template) -> set[str]:
        origins = template.resources["Edge"]["Properties"]["DistributionConfig"]["Origins"]
        return {
            f"{header['HeaderName']}: {header['HeaderValue']}"
            for one in origins
            for header in one.get("OriginCustomHeaders", [{"HeaderName": "", "HeaderValue": ""}])
        }

    assert sent(packaged) == {": "}
    told = package(packaged.stage, tmp_path, SPOTTER_ORIGIN="checked")
    name = f"/spotter/{packaged.stage}/ORIGIN_SECRET"
    assert sent(told) == {f"x-spotter-origin: {{{{resolve:ssm:{name}}}}}"}
    for function in _open(told):
        variables = told.functions[function]["Environment"]["Variables"]
        assert variables["SPOTTER_ORIGIN"] == "checked"
        assert "ORIGIN_SECRET" in variables["SPOTTER_PARAMETERS"].split(",")


def test_a_typing_error_turns_no_protection_off(packaged: Template, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="SPOTTER_ORIGIN is open, sent or checked, not chekced"):
        package(packaged.stage, tmp_path, SPOTTER_ORIGIN="chekced")
    with pytest.raises(SettingsError):
        Settings.from_environment(
            {
                "SUPABASE_URL": "https://project.supabase.co",
                "SUPABASE_PUBLISHABLE_KEY": "key",
                "SUPABASE_SECRET_KEY": "key",
                "SPOTTER_ORIGIN": "chekced",
            }
        )


def test_the_firewall_bounds_rate_and_size() -> None:
    text = (ROOT / "deploy/firewall.yml").read_text()
    names = re.findall(r"^        - Name: (\S+)", text, re.MULTILINE)
    assert names == ["too-many-requests", "too-large-bodies", "known-bad-inputs", "bad-addresses"]
    assert re.findall(r"^          Priority: (\d)", text, re.MULTILINE) == ["0", "1", "2", "3"]
    assert "Default: 1000" in text


def test_the_edge_names_the_contact_of_the_installation(packaged: Template, tmp_path: Path) -> None:
    def told(template: Template, path: str) -> Any:
        code = template.resources["NoSuchFunction"]["Properties"]["FunctionCode"]
        call = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps({'request': {'uri': path}})})))"
        done = subprocess.run([node.find().node, "-e", call], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    place = "/.well-known/security.txt"
    assert told(packaged, place)["statusCode"] == 404
    named = package(packaged.stage, tmp_path, SPOTTER_SECURITY_CONTACT="mailto:security@example.com")
    assert told(named, "/functions/v1/nowhere")["statusCode"] == 404
    answer = told(named, place)
    assert (answer["statusCode"], answer["headers"]["content-type"]["value"][:10]) == (200, "text/plain")
    lines = dict(line.split(": ", 1) for line in answer["body"].splitlines())
    assert lines["Contact"] == "mailto:security@example.com"
    assert (
        timedelta(days=362)
        < datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
        < timedelta(days=365)
    )


def test_a_function_ends_before_the_edge_gives_up(packaged: Template) -> None:
    origins = packaged.resources["Edge"]["Properties"]["DistributionConfig"]["Origins"]
    patience = {one["Id"]: one["CustomOriginConfig"]["OriginReadTimeout"] for one in origins}
    assert all(packaged.functions[name]["Timeout"] < seconds for name, seconds in patience.items())


def test_every_answer_carries_the_security_headers(packaged: Template) -> None:
    policy = packaged.resources["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    assert set(policy["SecurityHeadersConfig"]) == {
        "StrictTransportSecurity",
        "ContentTypeOptions",
        "FrameOptions",
        "ReferrerPolicy",
        "ContentSecurityPolicy",
    }


def test_snapshots_are_taken_where_starting_is_slow_and_only_in_production(packaged: Template) -> None:
    taken = {name for name, one in packaged.functions.items() if "SnapStart" in one}
    assert taken == ({"generate-plan", "import-plan", "coach-chat"} if packaged.stage == "prod" else set())


def test_cloudformation_finds_nothing_wrong(packaged: Template) -> None:
    # W3005: osls names dependencies that follow from references anyway.
    said = tools.python_tool(
        "cfn-lint", "--regions=eu-central-1", "--ignore-checks=W3005", f"--template={packaged.file}", cwd=ROOT
    )
    assert (said.code, said.text) == (0, "")


@pytest.mark.parametrize("file", sorted((ROOT / "deploy").glob("*.yml")), ids=lambda file: file.name)
def test_cloudformation_finds_nothing_wrong_in_the_other_stacks(file: Path) -> None:
    said = tools.python_tool("cfn-lint", "--regions=us-east-1", f"--template={file}", cwd=ROOT)
    assert (said.code, said.text) == (0, "")
