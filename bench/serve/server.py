"""A `kashf serve` over a data directory, measured from outside: memory and processor time out of /proc. Linux only."""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Serving:
    def __init__(self, kashf, data, *flags, environment=None):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [kashf, "--data", data, "serve", "--listen", "127.0.0.1:0", *flags],
            stderr=self.log,
            env={**os.environ, **(environment or {})},
        )
        self.address = self._address()

    def _address(self):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = re.search(rb"listening on http://(\S+)", self.text())
            if found:
                return found[1].decode()
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise SystemExit(f"the server did not start: {self.text().decode()}")

    def text(self) -> bytes:
        self.log.seek(0)
        return self.log.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()

    @property
    def pid(self):
        return self.process.pid

    def get(self, path, timeout=30):
        host, port = self.address.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=timeout)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def cpu_seconds(self) -> float:
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self) -> dict:
        """Resident, its peak, and the part that is not a map of a file."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        value = lambda name: round(int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024, 1)
        return {"resident": value("VmRSS"), "peak": value("VmHWM"), "own": value("RssAnon")}


def load(tool, address, path, bodies, connections, seconds, rate=None) -> dict:
    command = [tool, address, path, bodies, str(connections), str(seconds)]
    if rate:
        command.append(str(rate))
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)
