"""From weights to the folder that ships: python -m training.export --weights FILE ... --data DIR --out DIR."""

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
from safetensors.torch import load_file

from onrecord.extraction.tagger import SETTLED, Batch, Scores, load_tokenizer, open_session
from training.calibrate import Tuning, draw_table, find_calibration_error, tune
from training.data import read_articles
from training.evaluate import STRIDE, WINDOW, Viewed, view_article
from training.model import Network, load_encoder
from training.train import BASE, find_part

VERSION = "1"
NAMES_IN = ["ids", "features", "mask"]
NAMES_OUT = ["tags", "content_cue", "cue_source"]


def export(weights: list[Path], data: Path, out: Path) -> Tuning:
    """Write model.onnx, tokenizer.json and settings.json, tuned on the folder's dev part."""
    out.mkdir(parents=True, exist_ok=True)
    network = load_network(weights)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        write_onnx(network, plain)
        quantize(plain, out / "model.onnx")
    shutil.copy(BASE / "tokenizer.json", out / "tokenizer.json")
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    tuning = tune(view_with_session(out, digest, find_part(data, "dev")))
    write_settings(out / "settings.json", digest, tuning)
    return tuning


def load_network(weights: Iterable[Path]) -> Network:
    """A network with the mean of the weights of several runs."""
    all_weights = [load_file(path) for path in weights]
    mean = {name: sum(one[name] for one in all_weights) / len(all_weights) for name in all_weights[0]}
    network = load_encoder(BASE)
    network.load_state_dict(mean)
    return network.eval()


def write_onnx(network: Network, path: Path) -> None:
    """The network as ONNX, for any number of windows of any length."""
    ids = torch.ones(2, 16, dtype=torch.long)
    features = torch.zeros(2, 16, 3, dtype=torch.long)
    axes = {0: "windows", 1: "pieces"}
    squares = {0: "windows", 1: "pieces", 2: "targets"}
    torch.onnx.export(
        network,
        (ids, features, torch.ones_like(ids)),
        str(path),
        input_names=NAMES_IN,
        output_names=NAMES_OUT,
        dynamic_axes=dict.fromkeys([*NAMES_IN, "tags"], axes) | dict.fromkeys(NAMES_OUT[1:], squares),
        opset_version=17,
        dynamo=False,
    )


def quantize(plain: Path, path: Path) -> None:
    """The same network in eight-bit integers, embeddings included."""
    quantize_dynamic(
        str(plain),
        str(path),
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
    )


def view_with_session(folder: Path, digest: str, part: Path) -> list[Viewed]:
    """What the exported network says of the articles of a part."""
    session = open_session(folder / "model.onnx", digest, threads=1)
    tokenizer = load_tokenizer(folder / "tokenizer.json")

    def read(batch: Batch) -> tuple[Scores, Scores, Scores]:
        tags, content_cue, cue_source = session.run(None, asdict(batch))
        return tags, content_cue, cue_source

    return [view_article(read, article, tokenizer) for article in read_articles(part)]


def write_settings(path: Path, digest: str, tuning: Tuning) -> None:
    """All that the tagger has to know to run the weights."""
    table = draw_table(tuning.trial.confidences, tuning.trial.right)
    settings = {
        "version": VERSION,
        "digest": digest,
        "window": WINDOW,
        "stride": STRIDE,
        "decoding": asdict(tuning.decoding),
        "calibration": asdict(tuning.calibration),
        "reliability": {
            "expected_calibration_error": find_calibration_error(table),
            "bins": [asdict(row) for row in table],
        },
        **SETTLED,
    }
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def build_parser() -> argparse.ArgumentParser:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    return parser


def main() -> None:
    """Run the command."""
    named = build_parser().parse_args()
    tuning = export(named.weights, named.data, named.out)
    table = draw_table(tuning.trial.confidences, tuning.trial.right)
    print(f"dev F1 on halves {100 * tuning.trial.tally.f1:.2f}, {tuning.decoding}")
    for row in table:
        print(f"{row.count:5d} {row.confidence:.3f} {row.right:.3f}")
    print(f"expected calibration error {find_calibration_error(table):.4f}")


if __name__ == "__main__":
    main()
