"""The training itself: MiniLM with a layer that scores each word piece as start and as end."""

import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn
from transformers import AutoModel

from assistant.reader.training.examples import Example
from assistant.reader.windows import Source, Window, Windows, padded
from corpus.embedding import DEFAULT_MODEL, model_folder

_NOWHERE = -1e4
_LOGGED = 100
_SAVED = 200
_POOL = 50
"""Batches whose windows are put in order of length together."""


class Settings(NamedTuple):
    """How long and how fast it learns."""

    epochs: float = 1.2
    batch: int = 24
    rate: float = 1.2e-4
    warming: float = 0.06
    decay: float = 0.01
    seed: int = 7


class Reading(nn.Module):
    """The network: word pieces, mask and types in, a start and an end score a piece out."""

    def __init__(self) -> None:
        """Begin with the default embedding model, without dropout."""
        super().__init__()
        # Attention of this kind and training without dropout are fastest on a CPU, and a model
        # of this size hardly overfits.
        self.inner = AutoModel.from_pretrained(
            str(model_folder(DEFAULT_MODEL)),
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            local_files_only=True,
        )
        self.scores = nn.Linear(self.inner.config.hidden_size, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """A row a window, a pair of scores a piece."""
        hidden = self.inner(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        scores: torch.Tensor = self.scores(hidden)
        return scores


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window, and the first and last piece of the answer: both 0 where there is none."""

    window: Window
    start: int
    end: int


def lessons(examples: Sequence[Example], windows: Windows) -> list[Lesson]:
    """The windows of the examples with what is to be learnt of each."""
    found = []
    for one in examples:
        (cut,) = windows.of(one.question, [Source(one.text, one.headline)])
        for window in cut:
            pieces = window.pieces(one.answer) if one.answer else None
            found.append(Lesson(window, *(pieces or (0, 0))))
    return found


def train(lessons: Sequence[Lesson], settings: Settings, folder: Path) -> Reading:
    """The trained network. What is done so far is kept in `folder`, and gone on with.

    Raises:
        ValueError: when what is kept there was learnt from other lessons or with other settings.
    """
    pupil = _Pupil(lessons, settings, folder / "checkpoint.pt")
    done = pupil.done
    started, losses = time.monotonic(), 0.0
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        for step, batch in enumerate(_batches(lessons, settings), 1):
            if step > pupil.steps:
                break
            if step <= done:
                continue
            losses += pupil.learn(batch)
            if step % _LOGGED == 0:
                speed = settings.batch * (step - done) / (time.monotonic() - started)
                record = {"step": step, "of": pupil.steps, "loss": round(losses / _LOGGED, 4)}
                log.write(json.dumps({**record, "examples/s": round(speed, 1)}) + "\n")
                log.flush()
                losses = 0.0
            if step % _SAVED == 0 or step == pupil.steps:
                pupil.save()
    return pupil.model.to("cpu").eval()


class _Pupil:
    """The network with what changes while it learns, as far as it is."""

    def __init__(self, lessons: Sequence[Lesson], settings: Settings, checkpoint: Path) -> None:
        random.seed(settings.seed)
        torch.manual_seed(settings.seed)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._checkpoint = checkpoint
        self._learnt_from = _digest(lessons, settings)
        self.model = Reading().to(self._device).train()
        self.steps = steps = max(1, int(settings.epochs * len(lessons) / settings.batch))
        self._optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=settings.rate, weight_decay=settings.decay
        )
        warming = settings.warming * steps + 1
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer,
            lambda step: min(1.0, (step + 1) / warming) * max(0.0, 1 - step / steps),
        )
        self.done = 0
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        if checkpoint.exists():
            self._resume()

    def _resume(self) -> None:
        kept = torch.load(self._checkpoint, weights_only=True)
        if kept.get("learnt from") != self._learnt_from:
            raise ValueError(
                f"{self._checkpoint} was learnt from other examples or with other settings: "
                "go on with those, or write into another folder"
            )
        self.model.load_state_dict(kept["model"])
        self._optimizer.load_state_dict(kept["optimizer"])
        self._schedule.load_state_dict(kept["schedule"])
        self.done = kept["step"]

    def learn(self, batch: Sequence[Lesson]) -> float:
        """One step; what the batch cost before it."""
        loss = _loss(self.model, batch, self._device)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self.done += 1
        return loss.item()

    def save(self) -> None:
        """Keep all of it; a file that is half written replaces none."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "step": self.done,
            "learnt from": self._learnt_from,
        }
        new = self._checkpoint.with_suffix(".new")
        torch.save(state, new)
        new.replace(self._checkpoint)


def _digest(lessons: Sequence[Lesson], settings: Settings) -> str:
    """What stands for these lessons, in this order, and settings."""
    found = sha256(repr(tuple(settings)).encode())
    for one in lessons:
        found.update(one.window.ids.tobytes())
        found.update(f"{one.start} {one.end}".encode())
    return found.hexdigest()


def _loss(model: Reading, batch: Sequence[Lesson], device: str) -> torch.Tensor:
    """The mean of what start and end cost (cross-entropy over the pieces of a window)."""
    ids, mask, types = (
        torch.from_numpy(one).to(device) for one in padded([one.window for one in batch])
    )
    with torch.autocast(device, dtype=torch.bfloat16):
        scores = model(ids, mask, types)
    scores = scores.float().masked_fill(mask.unsqueeze(-1) == 0, _NOWHERE)
    starts = torch.tensor([one.start for one in batch], device=device)
    ends = torch.tensor([one.end for one in batch], device=device)
    cost = nn.functional.cross_entropy
    return (cost(scores[..., 0], starts) + cost(scores[..., 1], ends)) / 2


def _batches(lessons: Sequence[Lesson], settings: Settings) -> Iterator[list[Lesson]]:
    """All lessons in a new order, those of like length together, and so again: more than enough."""
    draw = random.Random(settings.seed)  # noqa: S311
    pool = settings.batch * _POOL
    for _ in range(math.ceil(settings.epochs) + 1):
        order = draw.sample(range(len(lessons)), len(lessons))
        found: list[list[int]] = []
        for first in range(0, len(order), pool):
            some = sorted(
                order[first : first + pool], key=lambda place: len(lessons[place].window.ids)
            )
            found.extend(
                some[start : start + settings.batch]
                for start in range(0, len(some), settings.batch)
            )
        draw.shuffle(found)
        for batch in found:
            yield [lessons[place] for place in batch]
