"""The Lambda handler of import-plan."""

from functions.import_plan.app import app
from shared.web import lambda_handler

handler = lambda_handler(app)
