"""What the parts stand on: the graphs, the binaries, the peer; each run of a program gives one record."""

import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))

# The graphs of the research (seed 7), and what --quick takes in their place.
GRAPHS = {"a": (1_000_000, 100_000, 7), "b": (5_000_000, 500_000, 7), "c": (5_000_000, 100_000, 7)}
QUICK = {"a": (50_000, 5_000, 7), "b": (60_000, 6_000, 7), "c": (40_000, 4_000, 7)}
DAY, WEEK = 86_400, 604_800


class Ground:
    """Graphs on demand in `options.data`, programs from target/release."""

    def __init__(self, options):
        self.options = options
        self.data = pathlib.Path(options.data)
        self.data.mkdir(parents=True, exist_ok=True)

    def graph(self, name, *formats):
        """The path of a generated graph (`.bin`), made when it is not there."""
        edges, accounts, seed = (QUICK if self.options.quick else GRAPHS)[name]
        stem = self.data / (f"quick-{name}" if self.options.quick else name)
        wanted = [stem.with_suffix(".bin"), *(stem.with_suffix(f".{form}") for form in formats)]
        if not all(path.exists() for path in wanted):
            arguments = ["--edges", edges, "--accounts", accounts, "--seed", seed, *(f"--{form}" for form in formats)]
            self.python("generate.py", stem, *arguments)
        return wanted[0]

    def labelled(self, name):
        """The stem of a labelled graph of ../shared."""
        stem = self.data / name
        if not stem.with_suffix(".truth.jsonl").exists():
            import datasets

            datasets.build(name, stem, SHARED)
        return stem

    def python(self, script, *arguments):
        command = [sys.executable, HERE / script, *arguments]
        return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True).stdout

    def example(self, name, *arguments):
        """What an example of crates/trace prints: its JSON lines. A missing example or a failure is recorded, not hidden."""
        binary = TARGET / "release/examples" / name
        return self.records([binary, *arguments])

    def records(self, command):
        command = list(map(str, command))
        load, begun = os.getloadavg()[0], time.monotonic()
        shown = " ".join([pathlib.Path(command[0]).name, *command[1:]])
        print(f"    {shown}", flush=True)
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=self.options.timeout)
        except (OSError, subprocess.TimeoutExpired) as error:
            return [{"command": shown, "failed": type(error).__name__}]
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode != 0 or not lines:
            return [{"command": shown, "failed": done.returncode, "said": done.stderr[-400:]}]
        about = {"command": shown, "load_average_before": round(load, 1), "took_seconds": round(time.monotonic() - begun, 1)}
        return [about | line for line in lines]

    def gfp(self, graph, *arguments):
        """One run of the peer; none with --no-peers."""
        if self.options.no_peers:
            return []
        return self.records([sys.executable, HERE / "gfp.py", graph, *arguments])

    def kashf(self, *arguments, out=None):
        """One run of the binary: seconds of processor and of the clock, peak memory, lines written."""
        command = list(map(str, [self.options.binary, *arguments]))
        begun = time.monotonic()
        before = os.times()
        done = subprocess.run(command, capture_output=True, text=True, timeout=self.options.timeout)
        after = os.times()
        record = {
            "command": " ".join(["kashf", *command[1:]]),
            "exit": done.returncode,
            "clock_s": round(time.monotonic() - begun, 2),
            "processor_s": round(after.children_user + after.children_system - before.children_user - before.children_system, 2),
        }
        if done.returncode not in (0, 3):
            record["said"] = done.stderr[-600:]
        if out:
            record["lines"] = sum(1 for _ in open(out, encoding="utf-8")) if pathlib.Path(out).exists() else 0
        return record
