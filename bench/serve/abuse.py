#!/usr/bin/env python3
"""Abuse of a running `kashf serve`, and what a healthy client sees meanwhile.

    python3 bench/serve/abuse.py --binary target/release/kashf --data DATA --bodies BODIES.jsonl --out FILE

Each part starts a server of its own on 127.0.0.1, lets the healthy client ask at a fixed rate alone and then beside the
abuse, and keeps both latencies, the server's memory and its processor time. BODIES has a request a line (bench/serve/run
leaves `bodies-match.jsonl`); DATA is not written to but for the part `swaps`, which works on a copy. Everything is bounded in
count and time. On a machine with few processors the abuser's own work slows the healthy client too: `abuser_cpu_seconds` says how
much of the machine it took.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from server import Serving, load  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "target/release/kashf"))
    parser.add_argument("--tool", default=str(ROOT / "target/bench-serve/load"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--bodies", required=True)
    parser.add_argument("--path", default="/match/default")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=float, default=100, help="requests a second of the healthy client [100]")
    parser.add_argument("--out")
    return parser.parse_args()


class Abuse:
    """Runs until `over`; counts what it did."""

    def __init__(self, serving):
        self.host, port = serving.address.split(":")
        self.port = int(port)
        self.over = threading.Event()
        self.did = {}
        self.lock = threading.Lock()

    def count(self, word, by=1):
        with self.lock:
            self.did[word] = self.did.get(word, 0) + by

    def connect(self):
        return socket.create_connection((self.host, self.port), timeout=10)


def drip(abuse, head, drop, connections=1_000):
    """Connections that send a beginning, then a byte each half second."""
    held = []
    while not abuse.over.is_set():
        while len(held) < connections and not abuse.over.is_set():
            one = abuse.connect()
            one.sendall(head)
            held.append(one)
            abuse.count("connections")
        for one in list(held):
            try:
                one.sendall(drop)
            except OSError:
                held.remove(one)
                abuse.count("cut")
        abuse.over.wait(0.5)


def slow_headers(abuse):
    drip(abuse, b"GET /healthz HTTP/1.1\r\n", b"x")


def slow_bodies(abuse):
    drip(abuse, b"POST /match/default HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n{", b" ")


def idle(abuse, connections=10_000, threads=4):
    """Connections that have asked once and then rest: those that never ask are closed after ten seconds anyway."""
    held = []
    head = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"

    def open_them():
        while len(held) < connections and not abuse.over.is_set():
            try:
                one = abuse.connect()
                one.sendall(head)
                one.recv(1024)
                held.append(one)
                abuse.count("connections")
            except OSError:
                abuse.count("refused")
                time.sleep(0.01)

    for _ in range(threads):
        threading.Thread(target=open_them, daemon=True).start()
    abuse.over.wait()


def gigabyte(abuse):
    text = b'"' + b"a" * 65_533 + b'",'
    chunk = b"%x\r\n%s\r\n" % (len(text), text)
    while not abuse.over.is_set():
        try:
            with abuse.connect() as one:
                one.sendall(b"POST /match/default HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n")
                for _ in range((1 << 30) // len(text)):
                    one.sendall(chunk)
                    abuse.count("bytes", len(text))
        except OSError:
            pass
        abuse.count("requests")


def million(abuse):
    queries = ",".join('"%d":{"schema":"Person","properties":{"name":["A"]}}' % at for at in range(1_000_000))
    body = ('{"queries":{' + queries + "}}").encode()
    head = b"POST /match/default HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body)
    while not abuse.over.is_set():
        try:
            with abuse.connect() as one:
                one.sendall(head)
                one.sendall(body)
                abuse.count(one.recv(12).decode("latin-1"))
        except OSError:
            abuse.count("cut")


def deep(abuse):
    """Bodies of the permitted length that are costly to read: brackets in brackets, and a hundred thousand small queries."""
    small = ",".join('"%d":{"schema":"Person","properties":{"name":["A"]}}' % at for at in range(150_000))
    bodies = [b"[" * 5_000_000, ('{"queries":{' + small + "}}").encode(), b"[" + b"0," * 4_000_000 + b"0]"]
    while not abuse.over.is_set():
        for body in bodies:
            try:
                with abuse.connect() as one:
                    one.sendall(b"POST /match/default HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body))
                    one.sendall(body)
                    abuse.count(one.recv(12).decode("latin-1"))
            except OSError:
                abuse.count("cut")


def long_urls(abuse):
    head = b"GET /search/default?q=" + b"a" * 60_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n"
    while not abuse.over.is_set():
        try:
            with abuse.connect() as one:
                for _ in range(20):
                    one.sendall(head)
                    abuse.count(one.recv(12).decode("latin-1"))
                    one.recv(4096)
        except OSError:
            abuse.count("cut")


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def rapid_reset(abuse):
    """HEADERS and RST_STREAM in turns (CVE-2023-44487), on one connection after the other."""
    while not abuse.over.is_set():
        try:
            with abuse.connect() as one:
                one.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0))
                stream = 1
                while not abuse.over.is_set():
                    block = b""
                    for _ in range(100):
                        block += frame(1, 5, stream, b"\x82\x86\x84") + frame(3, 0, stream, struct.pack(">I", 8))
                        stream += 2
                    one.sendall(block)
                    abuse.count("resets", 100)
        except OSError:
            abuse.count("connections ended by the server")


ATTACKS = {
    "slow_headers": slow_headers,
    "slow_bodies": slow_bodies,
    "idle": idle,
    "gigabyte": gigabyte,
    "million": million,
    "deep": deep,
    "long_urls": long_urls,
    "rapid_reset": rapid_reset,
}


def settle(serving, name):
    """Waits until the abuse is there."""
    until = time.monotonic() + (50 if name == "idle" else 3)
    while time.monotonic() < until:
        time.sleep(0.2)
        if name == "idle":
            text = serving.get("/metrics")[1].decode()
            if int(text.split("\nkashf_connections ")[1].split()[0]) >= 8_900:
                return


def attack(options, name, bodies):
    # The abuser is a process of its own: its interpreter does not hold up the one that watches.
    with Serving(options.binary, options.data, "--quiet") as serving:
        load(options.tool, serving.address, options.path, next(bodies), 4, 3, options.rate)
        alone = load(options.tool, serving.address, options.path, next(bodies), 4, options.seconds, options.rate)
        before, cpu = serving.memory_mib(), serving.cpu_seconds()
        child = subprocess.Popen(
            [sys.executable, __file__, "--attack", name, serving.address, str(options.seconds + (53 if name == "idle" else 3))], stdout=subprocess.PIPE, text=True
        )
        settle(serving, name)
        beside = load(options.tool, serving.address, options.path, next(bodies), 4, options.seconds, options.rate)
        during = serving.memory_mib()
        text = serving.get("/metrics")[1].decode()
        held = int(text.split("\nkashf_connections ")[1].split()[0])
        did = json.loads(child.communicate(timeout=120)[0])
        healthy = serving.get("/healthz")[0]
        time.sleep(1)
        result = {
            "part": name,
            "alone_ms": alone["ms"],
            "beside_ms": beside["ms"],
            "p99_ratio": round(beside["ms"]["p99"] / max(0.01, alone["ms"]["p99"]), 2),
            "beside_errors": beside["errors"] + beside["cut"],
            "beside_statuses": beside["statuses"],
            "abuse": did,
            "connections_held": held,
            "memory_mib": {"before": before, "during": during, "after": serving.memory_mib()},
            "server_cpu_seconds": round(serving.cpu_seconds() - cpu, 2),
            "healthz_after": healthy,
            "load_average": os.getloadavg()[0],
        }
    return result


def child(name, address, seconds):
    """The abuser's process."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))

    class Address:
        pass

    Address.address = address
    abuse = Abuse(Address)
    threads = [threading.Thread(target=ATTACKS[name], args=(abuse,), daemon=True) for _ in range(1 if name in ("idle", "slow_headers", "slow_bodies") else 2)]
    for thread in threads:
        thread.start()
    time.sleep(float(seconds))
    abuse.over.set()
    used = resource.getrusage(resource.RUSAGE_SELF)
    abuse.did["abuser_cpu_seconds"] = round(used.ru_utime + used.ru_stime, 2)
    print(json.dumps(abuse.did), flush=True)
    os._exit(0)


def swaps(options, bodies, count=100):
    """A hundred swaps between two snapshots of the load set under load."""
    with tempfile.TemporaryDirectory(dir=pathlib.Path(options.bodies).parent) as folder:
        data = pathlib.Path(folder) / "data"
        shutil.copytree(options.data, data, symlinks=True)
        run = lambda *rest: subprocess.run([options.binary, "--data", data, *rest], check=True, capture_output=True, text=True)
        first = (data / "CURRENT").read_text().strip()
        extra = pathlib.Path(folder) / "invented.json"
        extra.write_text('{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}\n')
        run("load", str(extra), "--as", "invented_list")
        second = (data / "CURRENT").read_text().strip()
        token = {"KASHF_UPDATE_TOKEN": "bench"}
        with Serving(options.binary, data, "--quiet", environment=token) as serving:
            alone = load(options.tool, serving.address, options.path, next(bodies), 4, options.seconds, options.rate)
            before = serving.memory_mib()
            outcome = {}
            part = next(bodies)
            asking = threading.Thread(
                target=lambda: outcome.update(load(options.tool, serving.address, options.path, part, 4, 120, options.rate))
            )
            asking.start()
            begun = time.monotonic()
            done = 0
            while done < count and time.monotonic() - begun < 110:
                run("snapshots", "roll-back", (first, second)[done % 2])
                import http.client

                host, port = serving.address.split(":")
                connection = http.client.HTTPConnection(host, int(port), timeout=30)
                connection.request("POST", "/updatez?token=bench&sync=true")
                if connection.getresponse().status == 200:
                    done += 1
            took = time.monotonic() - begun
            during = serving.memory_mib()
            asking.join()
            metrics = serving.get("/metrics")[1].decode()
            swapped = next(line for line in metrics.splitlines() if line.startswith("kashf_snapshot_swaps_total "))
            return {
                "part": "swaps",
                "swaps": int(swapped.split()[1]),
                "seconds": round(took, 1),
                "requests": outcome["requests"],
                "failed": outcome["errors"] + outcome["cut"] + sum(n for status, n in outcome["statuses"].items() if status != "200"),
                "statuses": outcome["statuses"],
                "alone_ms": alone["ms"],
                "beside_ms": outcome["ms"],
                "memory_mib": {"before": before, "during": during, "after": serving.memory_mib()},
                "load_average": os.getloadavg()[0],
            }


def ends(options, bodies, rounds=20):
    """SIGTERM and kill -9 while requests are answered: with SIGTERM every request that was sent has its answer and the
    code is 0; after kill -9 the next start answers."""
    result = {"part": "ends", "sigterm_codes": {}, "sigterm_cut": 0, "sigterm_answered": 0, "seconds": [], "kill_9_restarts": 0}
    part = next(bodies)
    for at in range(rounds):
        with Serving(options.binary, options.data, "--quiet") as serving:
            outcome = {}
            asking = threading.Thread(target=lambda: outcome.update(load(options.tool, serving.address, options.path, part, 8, 1.5)))
            asking.start()
            time.sleep(0.5 + 0.02 * at)
            begun = time.monotonic()
            serving.process.send_signal(signal.SIGTERM)
            code = serving.process.wait(40)
            result["seconds"].append(round(time.monotonic() - begun, 2))
            asking.join()
            result["sigterm_codes"][str(code)] = result["sigterm_codes"].get(str(code), 0) + 1
            result["sigterm_cut"] += outcome["cut"]
            result["sigterm_answered"] += outcome["requests"]
    for _ in range(3):
        with Serving(options.binary, options.data, "--quiet") as serving:
            asking = threading.Thread(target=lambda: load(options.tool, serving.address, options.path, part, 8, 1))
            asking.start()
            time.sleep(0.4)
            serving.process.kill()
            serving.process.wait()
            asking.join()
        with Serving(options.binary, options.data, "--quiet") as serving:
            result["kill_9_restarts"] += serving.get("/readyz")[0] == 200
    result["seconds"] = {"max": max(result["seconds"]), "mean": round(sum(result["seconds"]) / rounds, 2)}
    return result


PARTS = [*ATTACKS, "swaps", "ends"]


def parts_of(file, count):
    lines = pathlib.Path(file).read_text(encoding="utf-8").splitlines()
    size = len(lines) // count
    for at in range(count):
        part = pathlib.Path(file).with_suffix(f".abuse{at}")
        part.write_text("\n".join(lines[at * size : (at + 1) * size]) + "\n", encoding="utf-8")
        yield part


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "--attack":
        return child(*sys.argv[2:5])
    options = arguments()
    wanted = options.parts.split(",")
    bodies = parts_of(options.bodies, 3 * len(wanted) + 1)
    result = {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "machine": {"system": platform.platform(), "processors": os.cpu_count()},
        "command": "bench/serve/abuse.py " + " ".join(sys.argv[1:]),
        "parts": [],
    }
    for name in wanted:
        done = {"swaps": swaps, "ends": ends}.get(name)
        made = done(options, bodies) if done else attack(options, name, bodies)
        print(json.dumps(made), flush=True)
        result["parts"].append(made)
        if options.out:
            pathlib.Path(options.out).write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
