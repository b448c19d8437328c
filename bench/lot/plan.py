"""Decides what a lot holds: which nasti in which stacks, with which slips and which planted faults."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from lot.model import Fault, Leaf, Nasti, Plan, Side, Stack
from lot.nasti import plan_nasti
from lot.numbers import Numbers
from nasti.model import Part
from nasti.serials import ALPHABET, LENGTH, is_serial
from nasti.slips import Slip

FULL_NASTIS = 40
FAULTS: dict[Fault, int] = {
    "lost_on_back_pass": 1, "doubled": 3, "missing_folio": 2, "almost_blank": 4, "missing_slip": 1, "faint_slip": 1,
}  # fmt: skip
"""How often each is planted in a lot of `FULL_NASTIS`; smaller lots have fewer, but each once."""

STACKS = (
    Stack("colour", "pdf", "simplex", 200, "colour"),
    Stack("turned-over", "pdf", "two_in_file", 200, "grey"),
    Stack("small-duplex", "folder", "duplex", 150, "colour"),
    Stack("black-and-white", "tiff", "simplex", 200, "bilevel"),
    Stack("fronts-and-backs", "pdf", "two_files", 200, "colour"),
    Stack("fine", "pdf", "simplex", 300, "grey"),
    Stack("flatbed", "folder", "simplex", 200, "grey"),
    Stack("bilevel-duplex", "tiff", "duplex", 200, "bilevel"),
    Stack("slow", "tiff", "simplex", 150, "grey"),
    Stack("colour-duplex", "pdf", "duplex", 200, "colour"),
    Stack("old", "pdf", "simplex", 200, "colour"),
)
"""Of a small lot the first ones are used."""

SKEWS_DEG = (0.4, -1.8, 3.5, 0.0, -4.5, 6.0, -0.7)
TURNS_DEG = {2: 90, 4: 180}
"""How slips lie, by the number of the nasti."""
ONE_SIDED = 3
"""Every so manyth slip is printed on its front alone, but none that is scanned in two passes."""
PART_SLIPS = 5
"""Every so manyth nasti has a slip between noting and correspondence."""


def plan_lot(seed: int, nastis: int, files: int) -> Plan:
    """Plan a lot.

    Args:
        seed: Of everything that chance decides.
        nastis: How many nasti: two for each stack at least.
        files: In how many scan files, 3 to 12.

    Raises:
        ValueError: There is no such lot.
    """
    chance = random.Random(seed)
    stacks = _choose_stacks(files)
    if nastis < 2 * len(stacks):
        raise ValueError(f"{nastis} nasti are too few for {files} files")
    shares = [nastis // len(stacks) + (place < nastis % len(stacks)) for place in range(len(stacks))]
    owners = [place for place, share in enumerate(shares) for _ in range(share)]
    faults = _spread_faults([stacks[owner] for owner in owners], owners, chance)
    numbers = Numbers(chance)
    full = nastis >= FULL_NASTIS
    thick = nastis - 1 if full else None
    planned = tuple(
        plan_nasti(
            index, seed, numbers, faults[index], duplex=stacks[owner].feed != "simplex", full=full, thick=index == thick
        )
        for index, owner in enumerate(owners)
    )
    _lay_in(planned, owners, stacks)
    return Plan(planned, tuple(stacks))


def _choose_stacks(files: int) -> list[Stack]:
    stacks: list[Stack] = []
    for stack in STACKS:
        if sum(one.files for one in stacks) + stack.files <= files:
            stacks.append(replace(stack, leaves=[]))
    if not 3 <= files == sum(stack.files for stack in stacks):
        raise ValueError(f"a lot cannot have {files} files")
    return stacks


def _spread_faults(stacks: Sequence[Stack], owners: Sequence[int], chance: random.Random) -> list[list[Fault]]:
    """Which faults each nasti has; a second one only where no nasti without a fault can have it."""
    faults: list[list[Fault]] = [[] for _ in owners]
    for fault, count in FAULTS.items():
        for turn in range(max(1, count * len(owners) // FULL_NASTIS)):
            can = [index for index in range(len(owners)) if _can_have(fault, index, stacks, owners, turn)]
            spared = [index for index in can if not faults[index]] or [
                index for index in can if fault not in faults[index]
            ]
            faults[chance.choice(spared)].append(fault)
    return faults


def _can_have(fault: Fault, index: int, stacks: Sequence[Stack], owners: Sequence[int], turn: int) -> bool:
    feed = stacks[index].feed
    match fault:
        case "lost_on_back_pass":
            return feed == "two_in_file"
        case "doubled":
            return feed == "simplex"
        case "missing_folio":
            return feed in ("simplex", "duplex") and index != _spread(owners)
        case "almost_blank":
            return feed == ("simplex" if turn % 2 else "duplex")
        case "missing_slip":
            return feed != "two_in_file" and _may_lose_slip(index, owners)
        case _:
            # In black and white a slip without toner is white paper.
            return stacks[index].tone != "bilevel" and _may_lose_slip(index, owners)


def _may_lose_slip(index: int, owners: Sequence[int]) -> bool:
    """Not the first of a stack, which begins with its scan whatever becomes of its slip, and not that of two slips."""
    return owners[index] in owners[:index] and index not in TURNS_DEG and index != _spread(owners)


def _spread(owners: Sequence[int]) -> int:
    """Which nasti is spread over two stacks: the last of the first."""
    return owners.count(0) - 1


def _lay_in(nastis: Sequence[Nasti], owners: Sequence[int], stacks: Sequence[Stack]) -> None:
    """Lay the nasti into the stacks, each behind its slip; the last one of the first stack goes on in another."""
    spread = _spread(owners)
    into = next(place for place, stack in enumerate(stacks) if place and stack.feed in ("simplex", "duplex"))
    middle = len(nastis[spread].leaves) // 2
    stacks[into].leaves.extend([_slip_leaf(spread, nastis[spread]), *nastis[spread].leaves[middle:]])
    for index, (nasti, owner) in enumerate(zip(nastis, owners, strict=True)):
        leaves = list(nasti.leaves[:middle] if index == spread else nasti.leaves)
        if index % PART_SLIPS == PART_SLIPS - 1:
            first = next(place for place, leaf in enumerate(leaves) if leaf.front.part == "correspondence")
            leaves.insert(first, _part_leaf(index, nasti, "correspondence"))
        if nasti.slip_fault != "missing_slip":
            leaves.insert(0, _slip_leaf(index, nasti))
        two_passes = stacks[owner].feed in ("two_in_file", "two_files")
        stacks[owner].leaves.extend(map(_print_both_sides, leaves) if two_passes else leaves)


def _slip_leaf(index: int, nasti: Nasti) -> Leaf:
    identity = nasti.identity
    slip = Slip(
        "nasti",
        serial=_serial(index),
        number=identity.number,
        department=identity.department,
        subject=identity.subject,
        noting_pages=nasti.noting_pages,
        correspondence_pages=nasti.correspondence_pages,
        sheets=len(nasti.leaves),
    )
    skew = 0.0 if index in TURNS_DEG else SKEWS_DEG[index % len(SKEWS_DEG)]
    return _print(slip, index, TURNS_DEG.get(index, 0), skew, nasti.slip_fault)


def _part_leaf(index: int, nasti: Nasti, part: Part) -> Leaf:
    return _print(Slip(part, serial=_serial(index, part)), index, 0, SKEWS_DEG[index % len(SKEWS_DEG)] / 2, None)


def _print(slip: Slip, index: int, turn_deg: int, skew_deg: float, fault: Fault | None) -> Leaf:
    front = Side("separator", index, slip=slip)
    back = Side("blank", index) if index % ONE_SIDED == 0 else Side("separator", index, slip=replace(slip, side="B"))
    return Leaf(front, back, turn_deg, skew_deg, fault)


def _print_both_sides(leaf: Leaf) -> Leaf:
    """A slip as two passes want it: printed on both sides, so that the passes can be laid beside each other."""
    slip = leaf.front.slip
    return replace(leaf, back=replace(leaf.front, slip=replace(slip, side="B"))) if slip else leaf


def _serial(index: int, part: str = "") -> str:
    drawn = "".join(random.Random(f"slip {index} {part}").choices(ALPHABET, k=LENGTH - 1))
    return next(serial for last in ALPHABET if is_serial(serial := drawn + last))
