"""The peer: FastAPI and asyncpg, one transaction per request, every rule in Python, on plain tables.

It logs the next workout of a user with double progression, as the generated athletes have. It refuses
anything else (NotCoveredError): it may do less than `log_workout`, but nothing different.
"""
