"""Plots as SVG: a panel for each curve, all in one file. Nothing but text and lines, so that a diff can be read."""

import math
import xml.sax.saxutils

WIDTH, HEIGHT = 300, 200  # of a panel
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 34, 40
COLUMNS = 3
STYLE = ("text{font:11px sans-serif;fill:#222}.title{font-weight:bold}.axis{stroke:#888;stroke-width:1}"
         ".curve{fill:none;stroke:#1f5fa8;stroke-width:2}.point{fill:#1f5fa8}")


def label(value):
    """1500000 as 1.5M."""
    for size, suffix in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{suffix}"
    return f"{value:.3g}"


def ceiling(value):
    """The next number above it that begins with 1, 2 or 5."""
    if value <= 0:
        return 1
    step = 10 ** math.floor(math.log10(value))
    return next(step * first for first in (1, 2, 5, 10) if step * first >= value)


def place(points):
    """Where in a panel: x by the logarithm, y from 0 up to a round number. ((x, y), …) and that number."""
    low, high = (math.log10(f(x for x, _ in points)) for f in (min, max))
    top = ceiling(max(y for _, y in points))
    across = WIDTH - LEFT - RIGHT
    up = HEIGHT - TOP - BOTTOM
    placed = [(LEFT + across * ((math.log10(x) - low) / (high - low) if high > low else 0.5),
               HEIGHT - BOTTOM - up * y / top) for x, y in points]
    return placed, top


def panel(title, x_name, points):
    """`points`: (x, y), x above 0."""
    points = [(x, y) for x, y in points if y is not None]
    say = xml.sax.saxutils.escape
    out = [f'<text class="title" x="{LEFT}" y="16">{say(title)}</text>']
    floor = HEIGHT - BOTTOM
    out.append(f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{floor}H{WIDTH - RIGHT}"/>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:g}" y="{HEIGHT - 6}" text-anchor="middle">{say(x_name)}</text>')
    if not points:
        return out
    placed, top = place(points)
    for y, value in ((floor, 0), (TOP, top)):
        out.append(f'<text x="{LEFT - 5}" y="{y + 4}" text-anchor="end">{label(value)}</text>')
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    out.append(f'<polyline class="curve" points="{way}"/>')
    for (x, y), (of, value) in zip(placed, points):
        out.append(f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{label(of)}: {label(value)}</title>'
                   "</circle>")
        out.append(f'<text x="{x:.1f}" y="{floor + 14}" text-anchor="middle">{label(of)}</text>')
    return out


def svg(panels):
    """`panels`: (title, name of x, points)."""
    rows = math.ceil(len(panels) / COLUMNS)
    width, height = COLUMNS * WIDTH, rows * HEIGHT
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
             f'height="{height}" role="img">', f"<style>{STYLE}</style>",
             f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for number, (title, x_name, points) in enumerate(panels):
        across, down = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
        lines.append(f'<g transform="translate({across} {down})">')
        lines += panel(title, x_name, points)
        lines.append("</g>")
    return "\n".join([*lines, "</svg>"]) + "\n"
