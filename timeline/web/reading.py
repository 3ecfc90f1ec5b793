"""One read-only session for each request, opened when a page first asks for it."""

# The public pages read and never write, so this is all of `timeline.serving` that they are given.
from timeline.serving import close_reading, engine, init_reading, past_records, read_as_of, reading

__all__ = ["close_reading", "engine", "init_reading", "past_records", "read_as_of", "reading"]
