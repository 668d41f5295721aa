"""The same work as others would do it: an app-tier service, bare SQL, and wger."""
