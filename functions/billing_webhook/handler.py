"""The Lambda handler of billing-webhook."""

from functions.billing_webhook.app import app
from shared.ops.on_lambda import lambda_handler

handler = lambda_handler(app)
