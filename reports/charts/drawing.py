"""What all pictures are drawn with: colours, boxes, hatching, and words that fit a width."""

from dataclasses import dataclass

from reports.assessed import LEVELS
from reports.report import ACCENT


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours of a drawing; text and lines keep their contrast whatever the accent is."""

    accent: str = ACCENT
    ink: str = "#1d2433"
    muted: str = "#545b6b"
    line: str = "#c3c8d1"
    ground: str = "#f3f4f7"

    @property
    def tint(self) -> str:
        return mixed(self.accent, 0.14)

    @property
    def soft(self) -> str:
        return mixed(self.accent, 0.45)


def mixed(colour: str, share: float) -> str:
    """A colour with this share of itself and the rest white."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the coordinates of the drawing, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


def hatching(box: Box, gap: float = 7.0) -> str:
    """Path data of rising lines that fill a rectangle; one path instead of a pattern, which prints alike."""
    lines = []
    start = gap / 2
    while start < box.width + box.height:
        low = (max(0.0, start - box.height), min(start, box.height))
        high = (min(start, box.width), max(0.0, start - box.width))
        points = (box.x + low[0], box.y + low[1], box.x + high[0], box.y + high[1])
        lines.append("M{} {}L{} {}".format(*map(coordinate, points)))
        start += gap
    return "".join(lines)


LEFT, RIGHT = 9.0, 311.0
"""Where the scale begins and ends in pictures with a line for each value: marks reach over its ends."""


def across(share: float) -> float:
    """Where a value in [0, 1] stands on that scale."""
    return LEFT + share * (RIGHT - LEFT)


def ticks(left: float = LEFT, width: float = RIGHT - LEFT) -> list[tuple[int, float]]:
    """The levels of a scale, each with its place across."""
    return [(level, left + level / LEVELS * width) for level in range(LEVELS + 1)]


def coordinate(value: float) -> str:
    """A coordinate, short and without noise."""
    return f"{value:.1f}".removesuffix(".0")


def wrapped(words: str, width: float, size: float, lines: int = 2) -> list[str]:
    """Words broken into lines that fit a width; the last line takes what is left, shortened if it must be."""
    room = max(4, int(width / (0.53 * size)))
    rows: list[str] = []
    for word in words.split(" "):
        if rows and len(rows[-1]) + 1 + len(word) <= room:
            rows[-1] += " " + word
        else:
            rows.append(word)
    kept = rows[: lines - 1] + ([" ".join(rows[lines - 1 :])] if len(rows) >= lines else [])
    return [row if len(row) <= room else row[: room - 1].rstrip("- ") + "…" for row in kept]
