"""Reports of many outlets seen together."""
