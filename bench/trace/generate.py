"""A transaction graph in time with planted channels, from a seed. Needs numpy; our own work.


writes

    OUT.bin           records of 24 bytes {id u32, src u32, dst u32, ts u32 (seconds), amount f64}, in the order of time
    OUT.truth.jsonl   a planted pattern a line: {"pattern","id","n","edges":[ids],"accounts":[...],"t0","t1"}
    OUT.csv           (--csv) id,src,dst,ts,amount

**Background.** Activity by Pareto (heavy tail), 70 % of payments inside a community of about 200 accounts, 25 % repeat an
earlier pair of accounts, day and night, weekends, log-normal amounts.

**Planted**, each inside --pattern-window seconds, among quiet accounts: cycle (3 to 10 hops, strictly in the order of time),
scatter-gather, gather-scatter, fan-in, fan-out, stack, bipartite, and chain (3 to 8 hops, up to 5 % less a hop). The kinds are
those of AMLworld (Altman and others, NeurIPS 2023) and a chain to a sink.

The same arguments give the same bytes (with one release of numpy: its streams of chance are not promised for ever).
"""

import argparse
import json

import numpy as np

RECORD = np.dtype([("id", "<u4"), ("src", "<u4"), ("dst", "<u4"), ("ts", "<u4"), ("amount", "<f8")])
HOURS = np.array([1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 10, 11, 12, 12, 11, 9, 8, 7, 6, 4, 3, 2], float)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--alpha", type=float, default=1.4, help="of the Pareto activity")
    parser.add_argument("--pattern-window", type=int, default=86_400)
    parser.add_argument("--rate", type=float, default=1.0, help="planted patterns, relative to the default")
    parser.add_argument("--csv", action="store_true")
    return parser.parse_args()


class Planted:
    """The patterns, appended one after the other; their number fixes how much background is needed."""

    def __init__(self, chance, quiet, horizon, window):
        self.chance, self.quiet, self.horizon, self.window = chance, quiet, horizon, window
        self.columns = ([], [], [], [])
        self.truth, self.position = [], 0

    def accounts(self, count):
        return self.chance.choice(self.quiet, size=count, replace=False)

    def begin(self):
        return int(self.chance.integers(0, self.horizon - self.window))

    def rising(self, count, begin):
        """Strictly rising times within the window."""
        return begin + 1 + np.sort(self.chance.choice(self.window - 2, size=count, replace=False))

    def halves(self, begin, first, second):
        """Times in the first half of the window, and in the second."""
        half = self.window // 2
        return (
            self.chance.integers(begin, begin + half - 1, first),
            self.chance.integers(begin + half, begin + self.window - 1, second),
        )

    def between(self, low, high):
        return int(self.chance.integers(low, high))

    def add(self, kind, src, dst, times, amounts, accounts):
        for column, values in zip(self.columns, (src, dst, times, amounts)):
            column.append(values)
        self.truth.append((kind, self.position, len(src), accounts))
        self.position += len(src)

    def shrinking(self, centre, hops):
        """An amount that loses up to 5 % a hop."""
        return self.chance.lognormal(centre, 0.7) * np.cumprod(1 - self.chance.uniform(0, 0.05, hops))

    def cycle(self, hops):
        accounts = self.accounts(hops)
        times = self.rising(hops, self.begin())
        self.add("cycle", accounts, np.roll(accounts, -1), times, self.shrinking(9, hops), accounts)

    def scatter_gather(self):
        width = self.between(4, 21)
        accounts = self.accounts(width + 2)
        begin = self.begin()
        amount = self.chance.lognormal(9.5, 0.6) / width
        first, second = self.halves(begin, width, width)
        middles = accounts[2:]
        self.add(
            "scatter-gather",
            np.r_[np.full(width, accounts[0]), middles],
            np.r_[middles, np.full(width, accounts[1])],
            np.r_[np.sort(first), second],
            np.r_[np.full(width, amount), np.full(width, amount * 0.97)],
            accounts,
        )

    def gather_scatter(self):
        into, out = self.between(4, 21), self.between(4, 21)
        accounts = self.accounts(into + out + 1)
        begin = self.begin()
        first, second = self.halves(begin, into, out)
        self.add(
            "gather-scatter",
            np.r_[accounts[1 : 1 + into], np.full(out, accounts[0])],
            np.r_[np.full(into, accounts[0]), accounts[1 + into :]],
            np.r_[first, second],
            self.chance.lognormal(7, 0.6, into + out),
            accounts,
        )

    def fan(self, kind):
        width = self.between(10, 41)
        accounts = self.accounts(width + 1)
        hub, begin = np.full(width, accounts[0]), self.begin()
        times = self.chance.integers(begin, begin + self.window - 1, width)
        amounts = self.chance.uniform(8000, 9999, width)
        ends = (accounts[1:], hub) if kind == "fan-in" else (hub, accounts[1:])
        self.add(kind, *ends, times, amounts, accounts)

    def layered(self, kind):
        sizes = [int(size) for size in self.chance.integers(3, 7, 3)][: 2 if kind == "bipartite" else 3]
        accounts = self.accounts(sum(sizes))
        ends = np.r_[0, np.cumsum(sizes)]
        begin, src, dst, times = self.begin(), [], [], []
        for layer in range(len(sizes) - 1):
            givers = accounts[ends[layer] : ends[layer + 1]]
            takers = accounts[ends[layer + 1] : ends[layer + 2]]
            src.append(np.repeat(givers, len(takers)))
            dst.append(np.tile(takers, len(givers)))
            low = begin + self.window * layer // 2
            times.append(self.chance.integers(low, low + self.window // 2 - 1, len(givers) * len(takers)))
        src, dst, times = map(np.concatenate, (src, dst, times))
        self.add(kind, src, dst, times, self.chance.lognormal(7.5, 0.6, len(src)), accounts)

    def chain(self):
        hops = self.between(3, 9)
        accounts = self.accounts(hops + 1)
        times = self.rising(hops, self.begin())
        self.add("chain", accounts[:-1], accounts[1:], times, self.shrinking(9.5, hops), accounts)

    def all(self, per_million):
        for hops in range(3, 11):
            for _ in range(int(150 * per_million)):
                self.cycle(hops)
        for _ in range(int(300 * per_million)):
            self.scatter_gather()
        for _ in range(int(300 * per_million)):
            self.gather_scatter()
        for kind in ("fan-in", "fan-out"):
            for _ in range(int(250 * per_million)):
                self.fan(kind)
        for kind in ("bipartite", "stack"):
            for _ in range(int(100 * per_million)):
                self.layered(kind)
        for _ in range(int(400 * per_million)):
            self.chain()
        return [np.concatenate(column) for column in self.columns]


def background(chance, accounts, count, days, given, taken):
    """Ordinary payments: who, to whom, when, how much."""
    community = chance.integers(0, max(1, accounts // 200), accounts)
    order = np.argsort(community, kind="stable")
    of_order = community[order]
    starts = np.searchsorted(of_order, np.arange(of_order[-1] + 2))
    taken_sum, given_sum = np.cumsum(taken[order]), np.cumsum(given)
    src = np.minimum(np.searchsorted(given_sum, chance.random(count) * given_sum[-1]), accounts - 1)
    own = community[src]
    low = np.where(starts[own] > 0, taken_sum[np.maximum(starts[own] - 1, 0)], 0.0) * (starts[own] > 0)
    high = taken_sum[starts[own + 1] - 1]
    local, place = chance.random(count) < 0.7, chance.random(count)
    target = np.where(local, low + place * (high - low), place * taken_sum[-1])
    dst = order[np.minimum(np.searchsorted(taken_sum, target), accounts - 1)]
    repeated = np.flatnonzero(chance.random(count) < 0.25)
    repeated = repeated[repeated > 1000]
    earlier = (chance.random(len(repeated)) * repeated).astype(np.int64)
    src[repeated], dst[repeated] = src[earlier], dst[earlier]
    same = src == dst
    dst[same] = (dst[same] + 1 + chance.integers(0, accounts - 1, same.sum())) % accounts
    hours = np.concatenate([HOURS * (0.45 if day % 7 in (4, 5) else 1.0) for day in range(days)])
    hours = np.cumsum(hours) / hours.sum()
    times = np.searchsorted(hours, chance.random(count)) * 3600 + chance.integers(0, 3600, count)
    return src, dst, times, chance.lognormal(5.5, 1.6, count)


def generate(options):
    """The records in the order of time, and the patterns with the ids of their edges."""
    chance = np.random.default_rng(options.seed)
    accounts, edges = options.accounts, options.edges
    given = np.minimum(chance.pareto(options.alpha, accounts) + 0.05, 3000.0)
    taken = np.minimum(chance.pareto(options.alpha, accounts) + 0.05, 3000.0) * 0.6 + 0.4 * given
    quiet = np.flatnonzero(given < np.quantile(given, 0.9))
    planted = Planted(chance, quiet, options.days * 86_400, options.pattern_window)
    columns = planted.all(edges / 1_000_000 * options.rate)
    rest = edges - len(columns[0])
    if rest <= 0:
        raise SystemExit(f"{len(columns[0])} planted edges leave no room among {edges}")
    ordinary = background(chance, accounts, rest, options.days, given, taken)
    src, dst, times, amounts = (np.r_[one, other] for one, other in zip(columns, ordinary))
    order = np.argsort(times, kind="stable")
    rank = np.empty(edges, np.int64)
    rank[order] = np.arange(edges)
    records = np.empty(edges, dtype=RECORD)
    records["id"], records["src"], records["dst"] = np.arange(edges), src[order], dst[order]
    records["ts"], records["amount"] = times[order], np.round(amounts[order], 2)
    truth = []
    for number, (kind, position, count, accounts_of) in enumerate(planted.truth):
        of = times[position : position + count]
        truth.append({
            "pattern": kind,
            "id": number,
            "n": int(count),
            "edges": [int(edge) for edge in rank[position : position + count]],
            "accounts": [int(account) for account in accounts_of],
            "t0": int(of.min()),
            "t1": int(of.max()),
        })
    return records, truth


def main():
    options = arguments()
    records, truth = generate(options)
    records.tofile(options.out + ".bin")
    with open(options.out + ".truth.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(pattern) + "\n" for pattern in truth)
    if options.csv:
        np.savetxt(options.out + ".csv", records, fmt="%d,%d,%d,%d,%.2f", header="id,src,dst,ts,amount", comments="")
    print(json.dumps({"edges": len(records), "accounts": options.accounts, "patterns": len(truth)}))


if __name__ == "__main__":
    main()
