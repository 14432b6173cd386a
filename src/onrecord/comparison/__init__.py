"""Reports of many outlets seen together: events, copies, claims and their origins, figures, positions."""

from onrecord.comparison.stories import Given, join_events, list_once, make_story

__all__ = ["Given", "join_events", "list_once", "make_story"]
