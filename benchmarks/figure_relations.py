"""Measure how many pairs of changed sentences keep the relation between their figures or dates.

    python benchmarks/figure_relations.py [--show N]

`tests/relations/figure_pairs.py` holds the sentences, all invented, and what must hold. --show prints so many
failing pairs of each relation with what does not hold.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.relations.figure_pairs import FIGURE_RELATIONS, find_faults


def main() -> None:
    """Print the share of pairs that hold for each relation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0)
    shown = parser.parse_args().show
    print("relation  pairs  held  rate   bar")
    for relation in FIGURE_RELATIONS:
        pairs = list(relation.generate())
        failed = [(pair, faults) for pair in pairs if (faults := find_faults(pair))]
        held, bar = len(pairs) - len(failed), 100 if relation.mechanical else 97
        print(f"{relation.id:<8} {len(pairs):>6} {held:>5}  {100 * held / len(pairs):5.1f}  {bar}")
        for pair, faults in failed[:shown]:
            print(f"  {pair.before.text} -> {pair.after.text}", *faults, sep="\n    ")


if __name__ == "__main__":
    main()
