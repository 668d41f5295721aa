"""`bench seasons`: simulated people train by the engine for half a year; are its targets what they can do?"""
