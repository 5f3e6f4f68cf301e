"""Kashf itself, as a user runs it: `load` a list, `screen` a file, `pairs` of names."""

import csv
import json
import pathlib
import subprocess
import tempfile

THRESHOLD = 0.70


class Kashf:
    """The release binary."""

    name = "kashf"
    threshold = THRESHOLD

    def __init__(self, binary: str):
        self.binary = binary

    def rank(self, task, keep: int = 50):
        """For each query the candidates by score: [(id, score)], best first, at most `keep`."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            write(folder / "bench.ftm.json", ((c.id, c.schema, c.properties()) for c in task.candidates))
            write(folder / "queries.jsonl", ((q.id, q.schema, q.properties()) for q in task.queries))
            self._run(folder, "load", "--as", "bench", "--file", folder / "bench.ftm.json")
            self._run(
                folder, "screen", "--in", folder / "queries.jsonl", "--out", folder / "out.jsonl",
                "--limit", str(keep), "--threshold", "0.05",
            )
            ranked = []
            with open(folder / "out.jsonl", encoding="utf-8") as lines:
                for line in lines:
                    matches = json.loads(line)["matches"]
                    # Points order below and above the score's steps.
                    ranked.append([(m["id"], m["score"] + m["points"] / 1e7) for m in matches])
            return ranked

    def pairs(self, rows):
        """Scores of (schema, name1, name2)."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            with open(folder / "pairs.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["schema", "name1", "name2"])
                writer.writerows(rows)
            self._run(folder, "pairs", folder / "pairs.csv", "--out", folder / "out.csv")
            with open(folder / "out.csv", encoding="utf-8", newline="") as file:
                return [float(row["score"]) for row in csv.DictReader(file)]

    def _run(self, folder, *arguments):
        command = [self.binary, "--data", str(folder / "data"), *map(str, arguments)]
        ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        # 3: some records partial, such as names beyond the bounds.
        if ran.returncode not in (0, 3):
            raise SystemExit(f"{' '.join(command)}: exit {ran.returncode}\n{ran.stderr}\n{ran.stdout[-2000:]}")


def write(path, entities):
    with open(path, "w", encoding="utf-8") as file:
        for id_, schema, properties in entities:
            file.write(json.dumps({"id": id_, "schema": schema, "properties": properties}, ensure_ascii=False) + "\n")
