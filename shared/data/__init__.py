"""Supabase: tables and files as the caller, and the RPCs reserved for the service."""
