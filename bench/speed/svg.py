"""SVG by hand, for charts that are the same bytes from the same figures: panels with logarithmic axes, and bars."""

import math
from xml.sax.saxutils import escape

INK, FAINT, GRID = "#1d2733", "#6b7785", "#e3e7ec"
COLOURS = ("#0b6e99", "#d9822b", "#7a9a3a", "#8a5aa8")


def plain(value: float) -> str:
    """12,345 or 1.2 M: short enough for an axis."""
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if value >= limit:
            short = value / (1e3 if unit == "k" else limit)
            return f"{short:.0f} {unit}" if short >= 10 or short == int(short) else f"{short:.1f} {unit}"
    if value >= 1000:
        return f"{value:,.0f}"
    if value >= 10 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.2g}"


class Picture:
    def __init__(self, width: int, height: int, title: str, note: str = ""):
        self.width, self.height = width, height
        self.parts: list[str] = []
        self.text(20, 26, title, size=16, weight="600")
        if note:
            self.text(20, 45, note, size=12, colour=FAINT)
        self.title = title

    def add(self, part: str):
        self.parts.append(part)

    def text(self, x, y, text, size=12, colour=INK, anchor="start", weight="400"):
        self.add(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"'
            f' font-weight="{weight}">{escape(str(text))}</text>'
        )

    def line(self, x1, y1, x2, y2, colour=GRID, width=1.0, dash=""):
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashed}/>'
        )

    def svg(self) -> str:
        body = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" font-family="system-ui, Helvetica, Arial, DejaVu Sans, sans-serif" role="img">\n'
            f"<title>{escape(self.title)}</title>\n"
            f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>\n{body}\n</svg>\n'
        )


class Panel:
    """A small chart with two logarithmic axes."""

    def __init__(self, picture, x, y, width, height, xs, ys, title):
        self.picture = picture
        self.left, self.top = x + 52, y + 28
        self.right, self.bottom = x + width - 14, y + height - 30
        self.x_range = (math.log10(min(xs)) - 0.1, math.log10(max(xs)) + 0.1)
        self.y_range = (math.log10(min(ys)) - 0.35, math.log10(max(ys)) + 0.25)
        picture.text(x + 6, y + 14, title, size=13, weight="600")
        for x_value in xs:
            place = self.x(x_value)
            picture.line(place, self.top, place, self.bottom)
            picture.text(place, self.bottom + 16, plain(x_value), size=11, colour=FAINT, anchor="middle")
        spread = self.y_range[1] - self.y_range[0]
        steps = (1, 2, 5) if spread < 1.8 else (1,)
        for power in range(math.floor(self.y_range[0]), math.ceil(self.y_range[1]) + 1):
            for step in steps:
                value = step * 10.0**power
                if self.y_range[0] <= math.log10(value) <= self.y_range[1]:
                    place = self.y(value)
                    picture.line(self.left, place, self.right, place)
                    picture.text(self.left - 6, place + 4, plain(value), size=11, colour=FAINT, anchor="end")

    def x(self, value):
        low, high = self.x_range
        return self.left + (math.log10(value) - low) / (high - low) * (self.right - self.left)

    def y(self, value):
        low, high = self.y_range
        return self.bottom - (math.log10(value) - low) / (high - low) * (self.bottom - self.top)

    def series(self, points, name, colour, above=True):
        places = [(self.x(x), self.y(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        self.picture.add(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), (_, value) in zip(places, points):
            self.picture.add(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            self.picture.text(x, y + (-8 if above else 17), plain(value), size=10, colour=colour, anchor="middle")
        self.picture.text(self.left + 6, self.top + 12 + 14 * (self.drawn()), name, size=11, colour=colour)

    def drawn(self):
        self.names = getattr(self, "names", -1) + 1
        return self.names

    def linear(self, first, name="as the list grows"):
        """A dashed line of exponent one through a point."""
        x0, y0 = first
        last = 10 ** (self.x_range[1] - 0.1)
        top = 10 ** self.y_range[1]
        end = min(last, x0 * top / y0)
        self.picture.line(self.x(x0), self.y(y0), self.x(end), self.y(y0 * end / x0), colour="#b8c0c9", dash="4 4")


def bars(picture, x, y, width, rows, unit, mark=None):
    """Horizontal bars on a logarithmic axis; a row is (label, value, colour), or a heading alone. Gives the end."""
    values = [row[1] for row in rows if len(row) > 1 and row[1] > 0]
    marks = [mark[0]] if mark else []
    low = math.floor(math.log10(min(values + marks)) - 0.05)
    high = math.log10(max(values + marks)) + 0.45
    left = x + 250
    place = lambda value: left + (math.log10(value) - low) / (high - low) * (x + width - left)
    height = sum(22 if len(row) > 1 else 28 for row in rows)
    for power in range(low, math.floor(high) + 1):
        at = place(10.0**power)
        picture.line(at, y, at, y + height + 4)
        picture.text(at, y + height + 20, plain(10.0**power), size=11, colour=FAINT, anchor="middle")
    for row in rows:
        if len(row) == 1:
            picture.text(x, y + 19, row[0], size=13, weight="600")
            y += 28
            continue
        label, value, colour = row
        picture.text(left - 8, y + 15, label, anchor="end")
        if value > 0:
            picture.add(f'<rect x="{left:.1f}" y="{y + 3:.1f}" width="{max(place(value) - left, 1):.1f}" height="15" fill="{colour}"/>')
            picture.text(place(value) + 6, y + 15, f"{plain(value)} {unit}".strip())
        else:
            picture.text(left + 6, y + 15, "not measured", colour=FAINT)
        y += 22
    if mark:
        at = place(mark[0])
        picture.line(at, y - height, at, y + 4, colour="#c0392b", width=1.5, dash="5 3")
        picture.text(at, y - height - 4, mark[1], size=11, colour="#c0392b", anchor="middle")
    return y + 28
