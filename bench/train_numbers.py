"""Trains the network of the number reader and writes it as ONNX.

    python bench/train_numbers.py draw  WORK --faces FOLDER [--part train|check] [--seed N] [--shards N]
    python bench/train_numbers.py train WORK [--minutes M] [--from FILE]
    python bench/train_numbers.py export WORK [--out ocr/data/numbers.onnx]

`draw` fills WORK/train and WORK/check with worn words; `train` learns from what lies there, for so many minutes of
processor time, says how it does on typefaces it has not seen, and keeps WORK/numbers.pt; `export` writes the file that
`ocr.number_reader` reads. Only this needs PyTorch: run it in an environment of its own with torch, onnx, onnxscript,
numpy, pillow, opencv-python-headless, pyyaml and rapidfuzz.

The typefaces (bench/figures/faces.yaml) are drawn with and not shipped. Debian brings them in fonts-aksharyogini2,
fonts-cmu, fonts-crosextra-caladea, fonts-crosextra-carlito, fonts-deva-extra, fonts-freefont-ttf, fonts-gargi,
fonts-lato, fonts-noto-core, fonts-terminus and fonts-tlwg-mono; npm those of
@fontsource, into FOLDER (`node_modules/@fontsource`).
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import nn

from figures.letters import Faces
from figures.samples import draw_samples
from ocr.number_crop import HEIGHT_PX, Crop
from ocr.number_text import SIGNS

Sample = tuple[Crop, str, str]

PER_SHARD = 4000
BATCH = 32
PEAK_RATE = 3e-3
WARM_UP = 0.06
DECAY = 0.02
WIDTHS = (16, 24, 48, 64, 96)
"""Channels of the layers; those of the last one are its context too."""
SPAN = 5
LONG_PX = 256
EAGER = 1.5
"""What is added to the odds of digits, as logarithms, when the network is written: it was trained to say nothing rather
than something else, and drops signs that it half sees. Source: 4089 numbers of two tuning sets, cut out of their pages,
with weights from the middle of training: 87 % are read as they stand without, 91 with 1, 92 with 1.5 and with 2, which
adds signs that are not there."""
NUMBER_OF = {sign: number for number, sign in enumerate(SIGNS, 1)}


def main() -> None:
    options = parse()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    if options.do == "draw":
        draw(options.work / options.part, Faces(options.part, options.faces), options.seed, options.shards)
    elif options.do == "train":
        train(options.work, options.minutes, options.start, options.workers)
    else:
        export(options.work / "numbers.pt", options.out)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("draw", "train", "export"))
    parser.add_argument("work", type=Path)
    parser.add_argument("--faces", type=Path, help="node_modules/@fontsource")
    parser.add_argument("--part", choices=("train", "check"), default="train")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=20, help=f"files of {PER_SHARD} words")
    parser.add_argument("--minutes", type=float, default=10, help="of processor time")
    parser.add_argument("--from", dest="start", type=Path, help="weights to go on from")
    parser.add_argument("--workers", type=int, default=2, help="processes that learn")
    parser.add_argument("--out", type=Path, default=Path("ocr/data/numbers.onnx"))
    return parser.parse_args()


def draw(folder: Path, faces: Faces, seed: int, shards: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    samples = draw_samples(faces, seed)
    for number in range(shards):
        unfinished = folder / f"{seed}-{number:03d}.part"
        unfinished.write_bytes(pickle.dumps([next(samples) for _ in range(PER_SHARD)]))
        unfinished.rename(unfinished.with_suffix(".pkl"))
        print(unfinished.stem, flush=True)


def make_network() -> nn.Sequential:
    """Half as many columns as the crop has, each with the odds of every sign and of none."""
    first, *rest = WIDTHS
    layers: list[nn.Module] = layer(1, first, (5, 5), (2, 2))
    before = first
    for number, width in enumerate(rest[:3]):
        layers += layer(before, width, (3, 3))
        if number < 2:
            layers += [nn.MaxPool2d((2, 1))]
        before = width
    last = WIDTHS[-1]
    layers += layer(before, last, (4, 1), pad=(0, 0))
    layers += layer(last, last, (1, SPAN)) + layer(last, last, (1, SPAN))
    return nn.Sequential(*layers, nn.Conv2d(last, len(SIGNS) + 1, 1))


def layer(
    before: int, after: int, size: tuple[int, int], stride: tuple[int, int] = (1, 1), pad: tuple[int, int] | None = None
) -> list[nn.Module]:
    around = (size[0] // 2, size[1] // 2) if pad is None else pad
    return [nn.Conv2d(before, after, size, stride, around, bias=False), nn.BatchNorm2d(after), nn.ReLU()]


def train(work: Path, minutes: float, start: Path | None, workers: int) -> None:
    """Learn in several processes that share their weights and do not wait for each other."""
    torch.manual_seed(1)
    network = make_network()
    print(sum(part.numel() for part in network.parameters()), "weights")
    if start is not None:
        network.load_state_dict(torch.load(start))
    network = network.to(memory_format=torch.channels_last).share_memory()
    done = torch.zeros(1).share_memory_()
    learners = [
        torch.multiprocessing.Process(target=learn, args=(network, done, work / "train", 60 * minutes, number))
        for number in range(workers)
    ]
    for learner in learners:
        learner.start()
    check = [sample for path in sorted((work / "check").glob("*.pkl")) for sample in pickle.loads(path.read_bytes())]
    said = 0.0
    while any(learner.is_alive() for learner in learners):
        time.sleep(2)
        if done.item() > said + 0.08:
            said = done.item()
            seen = copy_of(network)
            print(f"{said:.2f} {judge(seen, check[:500])}", flush=True)
            torch.save(seen.state_dict(), work / "numbers.pt")
    torch.save(copy_of(network).state_dict(), work / "numbers.pt")
    print(judge(copy_of(network), check))


def copy_of(network: nn.Sequential) -> nn.Sequential:
    seen = make_network()
    seen.load_state_dict(network.state_dict())
    return seen


def learn(network: nn.Sequential, done: torch.Tensor, folder: Path, budget_s: float, number: int) -> None:
    """One of the processes.

    Args:
        network: Shared.
        done: Shared: how much of the budget is used, 0 to 1.
        folder: Shards.
        budget_s: Processor time of all processes.
        number: Of this process.
    """
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=DECAY)
    loss_of = nn.CTCLoss(zero_infinity=True)
    losses: list[float] = []
    spent_s, seen = time.process_time(), 0
    for batch in batches(folder, random.Random(number)):
        now_s = time.process_time()
        done += (now_s - spent_s) / budget_s
        spent_s, share = now_s, done.item()
        if share >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = (
                PEAK_RATE * min(1, share / WARM_UP + 0.02) * (0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2)
            )
        crops, targets, lengths = stack(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = network(crops)
        said_of = odds.float().squeeze(2).permute(2, 0, 1).log_softmax(2)
        loss = loss_of(said_of, targets, torch.full((len(batch),), said_of.shape[0]), lengths)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        seen += len(batch)
        losses.append(loss.item())
        if number == 0 and len(losses) % 100 == 0:
            print(f"{share:.3f} {seen} words, loss {np.mean(losses[-100:]):.4f}", flush=True)


def batches(folder: Path, chance: random.Random) -> Iterator[Sequence[Sample]]:
    """Batches of words of like width, over and over; shards that are drawn meanwhile are taken up."""
    while True:
        paths = sorted(folder.glob("*.pkl"))
        chance.shuffle(paths)
        for path in paths:
            samples: list[Sample] = pickle.loads(path.read_bytes())
            samples = [one for one in samples if one[0].shape[1] < LONG_PX or chance.random() < 0.4]
            samples.sort(key=lambda sample: sample[0].shape[1] + chance.random() * 12)
            starts = list(range(0, len(samples), BATCH))
            chance.shuffle(starts)
            for at in starts:
                yield [(vary(crop, chance), text, role) for crop, text, role in samples[at : at + BATCH]]


def vary(crop: Crop, chance: random.Random) -> Crop:
    """The same word is never seen twice: another place, width, tone."""
    stretch, down = chance.uniform(0.9, 1.1), chance.uniform(-1.2, 1.2)
    high = chance.uniform(0.92, 1.04)
    matrix = np.array([[stretch, 0, chance.uniform(-2, 2)], [0, high, (1 - high) * 16 + down]], np.float32)
    moved = cv2.warpAffine(crop, matrix, (max(8, round(crop.shape[1] * stretch)), HEIGHT_PX))
    tones = 255 * (np.arange(256) / 255) ** chance.uniform(0.7, 1.4) * chance.uniform(0.75, 1.0)
    return cv2.LUT(moved, tones.astype(np.uint8)).astype(np.uint8, copy=False)


def stack(batch: Sequence[Sample]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = (max(crop.shape[1] for crop, _, _ in batch) + 7) // 4 * 4
    crops = np.zeros((len(batch), 1, HEIGHT_PX, width), np.uint8)
    for number, (crop, _, _) in enumerate(batch):
        crops[number, 0, :, : crop.shape[1]] = crop
    targets = [NUMBER_OF[sign] for _, text, _ in batch for sign in text]
    lengths = [len(text) for _, text, _ in batch]
    shown = torch.from_numpy(crops).float().div_(255).contiguous(memory_format=torch.channels_last)
    return shown, torch.tensor(targets), torch.tensor(lengths)


def judge(network: nn.Sequential, check: Sequence[Sample]) -> str:
    """How many words are right, by role, and how many signs are wrong."""
    network.eval()
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    wrong = signs = 0
    mistaken: defaultdict[tuple[str, str], int] = defaultdict(int)
    ordered = sorted(check, key=lambda sample: sample[0].shape[1])
    for at in range(0, len(ordered), BATCH):
        batch = ordered[at : at + BATCH]
        with torch.no_grad():
            odds = network(stack(batch)[0]).squeeze(2).argmax(1).numpy()
        for (_, text, role), best in zip(batch, odds, strict=True):
            read = "".join(
                SIGNS[sign - 1] for sign, before in zip(best, [0, *best[:-1]], strict=True) if sign not in (0, before)
            )
            count[role] += 1
            right[role] += read == text
            wrong += Levenshtein.distance(read, text)
            signs += len(text)
            for tag, a, b, c, d in Levenshtein.opcodes(text, read).as_list():
                if tag != "equal":
                    mistaken[text[a:b], read[c:d]] += 1
    network.train()
    shares = ", ".join(f"{role} {right[role] / count[role]:.3f}" for role in sorted(count))
    most = sorted(mistaken.items(), key=lambda item: -item[1])[:8]
    return f"signs wrong {wrong / max(1, signs):.4f}; words right: {shares}; {most}"


def export(weights: Path, out: Path) -> None:
    network = make_network()
    network.load_state_dict(torch.load(weights))
    network.eval()
    digits = [number for sign, number in NUMBER_OF.items() if sign.isdigit()]
    with torch.no_grad():
        network[-1].bias[digits] += EAGER
    torch.onnx.export(
        network,
        (torch.zeros(1, 1, HEIGHT_PX, 128),),
        str(out),
        input_names=["crops"],
        output_names=["odds"],
        dynamic_axes={"crops": {0: "words", 3: "width"}, "odds": {0: "words", 3: "columns"}},
        opset_version=13,
        dynamo=False,
    )
    print(out, out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
