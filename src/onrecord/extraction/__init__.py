"""A report's text -> a reading, one stage a file; each stage says what it takes and what it gives."""
