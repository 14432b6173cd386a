"""Measure how many pairs of changed reports keep the relation between their readings.

    python benchmarks/relations.py [--pairs N] [--extractor auto|rules] [--relation R15 ...] [--show N]

The reports are invented; `tests/relations` holds them, the generators and what "the same" means. Without
--pairs all pairs are read. --show prints so many failing pairs of each relation with their differences.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.relations.certainty import CERTAINTY_RELATIONS, CertaintyRelation, find_faults, generate_certainty_pairs
from tests.relations.comparing import find_differences
from tests.relations.pairs import RELATIONS, Relation, generate_pairs


def main() -> None:
    """Print the pass rate of each relation."""
    options = _read_options()
    print("relation  pairs  held  rate   bar")
    for relation in RELATIONS:
        if not options.relation or relation.id in options.relation:
            _measure(relation, options)
    for graded in CERTAINTY_RELATIONS:
        if not options.relation or graded.id in options.relation:
            _measure_certainty(graded, options)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int)
    parser.add_argument("--extractor", default="auto", choices=("auto", "model", "rules"))
    parser.add_argument("--relation", nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0)
    return parser.parse_args()


def _measure(relation: Relation, options: argparse.Namespace) -> None:
    pairs = generate_pairs(relation)[: options.pairs]
    failed = [(pair.name, found) for pair in pairs if (found := find_differences(pair, options.extractor))]
    _tell(relation.id, len(pairs), failed, 100 if relation.mechanical else 97, options.show)


def _measure_certainty(relation: CertaintyRelation, options: argparse.Namespace) -> None:
    pairs = generate_certainty_pairs(relation)[: options.pairs]
    failed = [(one.pair.name, found) for one in pairs if (found := find_faults(relation, one, options.extractor))]
    _tell(relation.id, len(pairs), failed, 97, options.show)


def _tell(name: str, pairs: int, failed: list[tuple[str, tuple[str, ...]]], bar: int, show: int) -> None:
    held = pairs - len(failed)
    print(f"{name:<8} {pairs:>6} {held:>5}  {100 * held / pairs:5.1f}  {bar}", flush=True)
    for pair, differences in failed[:show]:
        print(f"  {pair}", *differences, sep="\n    ")


if __name__ == "__main__":
    main()
