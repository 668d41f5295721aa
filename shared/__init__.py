"""What two or more functions need, in groups. A group may use those above it, never those below.

planner/  makes and checks plans by rule
ops/      running on Lambda: settings, time limits, logs and metrics, error reports
http/     requests in and responses out
data/     access to Supabase
ai/       calls a model, and takes an AI request from its admission to its stored answer
"""
