"""The Lambda handler of generate-plan."""

from functions.generate_plan.app import app
from shared.ops.on_lambda import lambda_handler

handler = lambda_handler(app)
