"""Tests of the benchmarks run where the benchmarks are: in the repository, not in the source package."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("benchmarks") else ["test_*.py"]
