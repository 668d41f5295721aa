"""The same work done in other ways: an app-tier service, bare SQL, and wger."""
