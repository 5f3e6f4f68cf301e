"""What the parts stand on: the binaries, the load set, long lists, queries. Large files go to the work directory."""

import os
import pathlib
import shutil
import subprocess
import sys

import noise
import queries
from measure import Ran, run
from names import ROOT, Pools
from queries import generate, listed

TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


class Ground:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(options.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.kashf = pathlib.Path(options.binary)
        self.examples = TARGET / "release/examples"
        self.python = pathlib.Path(os.environ.get("KASHF_BENCH_VENV", TARGET / "bench-venv")) / "bin/python"
        self.motiva = pathlib.Path(options.motiva)
        self._pools = None
        self._loadset = None
        self._loaded: dict[int, Ran] = {}

    @property
    def pools(self) -> Pools:
        self._pools = self._pools or Pools()
        return self._pools

    def loadset(self) -> pathlib.Path:
        """The load set of bench/lists.toml, loaded by this binary."""
        if self._loadset is None:
            data = self.work / "loadset"
            shutil.rmtree(data, ignore_errors=True)
            script = ROOT / "bench/lists/run.py"
            subprocess.run(
                [sys.executable, script, "--binary", self.kashf, "--data", data], check=True, stdout=subprocess.DEVNULL
            )
            self._loadset = data
        return self._loadset

    def parties(self) -> pathlib.Path:
        """The parties of the load set as FollowTheMoney JSON lines."""
        out = self.work / "loadset.ftm.json"
        if not out.exists():
            with open(out, "wb") as file:
                subprocess.run([self.examples / "export", self.loadset()], check=True, stdout=file)
        return out

    def queries(self, count: int, hits: float = 0.2, among: int | None = None) -> pathlib.Path:
        """Distinct queries; the listed names are of the first `among` parties of a long list when that is given."""
        out = self.work / f"queries-{count}-{hits}-{among or 'all'}.csv"
        if not out.exists():
            source = self.long_list(among) if among else self.parties()
            queries.write(out, generate(list(listed(source)), self.pools, count, hits))
        return out

    def long_list(self, count: int) -> pathlib.Path:
        """A list of so many parties: real ones first, then invented ones. Shorter lists are beginnings of longer ones."""
        out = self.work / f"{count}.ftm.json"
        if out.exists():
            return out
        longer = [path for path in self.work.glob("*.ftm.json") if path.stem.removesuffix(".ftm").isdigit()]
        longer = [path for path in longer if int(path.name.split(".")[0]) > count]
        part = out.with_suffix(".part")
        with open(part, "w", encoding="utf-8") as file:
            if longer:
                with open(min(longer, key=lambda path: int(path.name.split(".")[0])), encoding="utf-8") as lines:
                    file.writelines(line for _, line in zip(range(count), lines))
            else:
                noise.write(file, self.parties(), count)
        part.rename(out)
        return out

    def load_long(self, count: int) -> tuple[pathlib.Path, Ran]:
        """A data directory with the long list, and what loading took; once a run."""
        data = self.work / f"data-{count}"
        if count in self._loaded:
            return data, self._loaded[count]
        shutil.rmtree(data, ignore_errors=True)
        file = self.long_list(count)
        codes = range(-64, 256)
        self._loaded[count] = run([self.kashf, "--data", data, "load", "--as", "big", "--file", file], codes=codes)
        return data, self._loaded[count]

    def long_loaded(self, count: int) -> pathlib.Path | None:
        """The data directory with the long list, when there is one that this binary reads."""
        data = self.work / f"data-{count}"
        if not data.exists():
            return None
        asked = run([self.kashf, "--data", data, "screen", "Nadir Exampleman"], keep=False, codes=range(256))
        return data if asked.code in (0, 3) else None
