"""The Lambda handler of import-plan."""

from functions.import_plan.app import app
from shared.ops.on_lambda import lambda_handler

handler = lambda_handler(app)
