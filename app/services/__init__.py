"""What a person can do with a library; no Qt, no SQL."""
