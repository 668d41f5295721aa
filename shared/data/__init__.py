"""Supabase: tables and files as the caller, and the RPCs that only the service may call."""
