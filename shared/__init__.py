"""What two or more functions need, in groups. Each uses those before it, never those after it.

planner/  makes and checks plans by rule
ops/      runs on Lambda: settings, time limits, logs and metrics, fault reports
http/     takes requests and answers them
data/     speaks to Supabase
ai/       asks a model, and carries such a request from its admission to its stored answer
"""
