"""The parts that measure speed and memory: examples of crates/trace on the generated graphs, the peer beside."""

from ground import DAY, WEEK

# The dense graph and the seven days are only begun by the peer: it does not come to an end in a bearable time.
FIRST_WEEK, FIRST_DENSE = 156_000, 131_000


def cycles(ground):
    """Whole file in memory; up to ten hops; every cycle with its movements."""
    a, b, c = (ground.graph(name) for name in "abc")
    truth = f"truth={a.with_suffix('.truth.jsonl')}"
    return {
        "a, one day": ground.example("cycles", a, DAY, 10, truth),
        "b, one day": ground.example("cycles", b, DAY, 10),
        "a, seven days, first 156,000": ground.example("cycles", a, WEEK, 10, FIRST_WEEK),
        "c, one day, capped": ground.example("cycles", c, DAY, 10, 5_000_000, "most=100", "steps=10000"),
        "gfp a, one day": ground.gfp(a, "--pattern", "cycle", "--recall"),
        "gfp b, one day": ground.gfp(b, "--pattern", "cycle", "--limit", ground.options.peer_seconds),
        "gfp a, seven days, first 156,000": ground.gfp(a, "--pattern", "cycle", "--window", WEEK, "--first", FIRST_WEEK),
        "gfp c, one day, first 131,000": ground.gfp(c, "--pattern", "cycle", "--first", FIRST_DENSE),
    }


def streaming(ground):
    """Payments as they come: cycles alone, and all typologies that stream; the dense graph with caps."""
    a, b, c = (ground.graph(name) for name in "abc")
    truth = f"truth={a.with_suffix('.truth.jsonl')}"
    caps = ("most=100", "steps=10000")
    return {
        "a, cycles": ground.example("streaming", a, "typologies=cycle", truth),
        "b, cycles": ground.example("streaming", b, "typologies=cycle"),
        "c, cycles, capped": ground.example("streaming", c, "typologies=cycle", *caps),
        "a, default typologies": ground.example("streaming", a),
        "a, default typologies, an hour out of order": ground.example("streaming", a, "shuffle=3600"),
        "b, default typologies": ground.example("streaming", b),
    }


def together(ground):
    """Fan, degree, scatter-gather and cycles: what the peer does in one run, and each for itself."""
    a, b = ground.graph("a"), ground.graph("b")
    lines = ground.example("patterns", a, "--only", "fan-in,fan-out,scatter-gather,cycle")
    return {
        "a, each typology": lines,
        "a, four together": four_together(lines),
        "a, all typologies": ground.example("patterns", a),
        "gfp a, four": ground.gfp(a, "--pattern", "together"),
        "gfp a, fan": ground.gfp(a, "--pattern", "fan"),
        "gfp a, degree": ground.gfp(a, "--pattern", "degree"),
        "gfp a, scatter-gather": ground.gfp(a, "--pattern", "scatter-gather", "--recall"),
        "gfp b, four": ground.gfp(b, "--pattern", "together", "--limit", ground.options.peer_seconds),
    }


def four_together(lines):
    """One after the other on one core: the seconds add up. Degree is the fan with its payments, which a fan's finding holds."""
    seconds = [line["processor_seconds"] for line in lines if "processor_seconds" in line]
    edges = next((line["edges"] for line in lines if "edges" in line), 0)
    total = sum(seconds)
    return {"edges": edges, "processor_seconds": round(total, 2), "edges_per_second": round(edges / total) if total else None}


def channels(ground):
    """The ten best channels between two ends, chains, and largest flows, over the five million."""
    b = ground.graph("b")
    truth = b.with_suffix(".truth.jsonl")
    return {
        "channels": ground.example("channels", "channels", b, truth, DAY, 1000),
        "chains": ground.example("channels", "chains", b, truth, DAY),
        "capacity": ground.example("channels", "capacity", b, DAY, 100),
    }


def taint(ground):
    """Haircut, FIFO and poison from a hundred parties."""
    return ground.example("channels", "taint", ground.graph("b"), 100)


def owned(ground):
    """OFAC's closure over ten million links, proofs on demand."""
    return ground.example("owned", *((100_000, 200_000) if ground.options.quick else (5_000_000, 10_000_000)))


def memory(ground):
    """Five million payments in a process of their own: the highest resident memory, of the example and of the peer's runs."""
    b = ground.graph("b")
    return {
        "build": ground.example("build_speed", b),
        "cycles, counted": ground.example("cycles", b, DAY, 10, 5_000_000, "count=1"),
        "cycles, with findings": ground.example("cycles", b, DAY, 10),
        "streaming, cycles": ground.example("streaming", b, "typologies=cycle"),
    }


def evidence(ground):
    """From a CSV file to findings with evidence by the binary: everything a user waits for."""
    source = ground.graph("a", "csv").with_suffix(".csv")
    columns = "src=src,dst=dst,time=ts,amount=amount,id=id"
    result = {}
    for search in ("cycles", "fan", "scatter", "chains"):
        out = ground.data / f"evidence-{search}.jsonl"
        result[search] = ground.kashf("trace", search, "--no-lists", "--in", source, "--columns", columns, "--out", out, out=out)
    return result
