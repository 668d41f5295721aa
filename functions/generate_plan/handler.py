"""The Lambda handler of generate-plan."""

from functions.generate_plan.app import app
from shared.web import lambda_handler

handler = lambda_handler(app)
