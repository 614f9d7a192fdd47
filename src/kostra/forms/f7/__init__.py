"""Form 7, staff and services of the social services."""
