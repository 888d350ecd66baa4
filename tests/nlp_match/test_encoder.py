"""The process that runs the models: what it does beside reading."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from nlp.evidence.encoder import load_encoder

ROOT = Path(__file__).resolve().parents[2]
ENCODES = """
import os
from nlp.evidence.encoder import load_encoder
load_encoder().encode(["A bill was published."])
print(len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""


def test_onnxruntime_notes_nothing_for_its_makers_and_starts_no_thread(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "TOKENIZERS_PARALLELISM": "false"}
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run(
        [sys.executable, "-c", ENCODES], capture_output=True, text=True, cwd=ROOT, env=os.environ | home | one_thread
    )
    assert told.stdout == "1\n", told.stderr
    assert list(tmp_path.rglob("*")) == []


def test_a_sentence_has_one_vector_alone_and_beside_others() -> None:
    encoder = load_encoder()
    short, long = "A bill was published.", "The council said that its hub will close, " * 9
    together = encoder.encode([short, long])
    assert np.array_equal(together[0], encoder.encode([short])[0])
    assert np.array_equal(together[1], encoder.encode([long])[0])
