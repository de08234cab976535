"""The reading room: one case on a page, its record, and what was drawn out of it."""
