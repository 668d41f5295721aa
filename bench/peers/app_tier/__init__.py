"""The peer: FastAPI and asyncpg, one transaction a request, every rule in Python, plain tables beneath.

It logs the next workout of somebody who lifts by double progression, which is what made-up athletes do. What
it meets beside that it refuses (NotCoveredError): it may do less than `log_workout`, never something else.
"""
