#!/usr/bin/env python3
"""How many threads of a command wanted to run at a time: `python3 bench/speed/wanted.py COMMAND...`

On a machine that others use the stopwatch says how busy they are. The kernel counts, for each thread, how long it ran and
how long it waited for a processor; both together are the time in which it had work. Their sum over the threads, divided by
the time that went by, is what a machine with as many idle processors could have run at a time. Linux only.
"""

import glob
import resource
import subprocess
import sys
import time


def main():
    begun = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    threads = {}
    while process.poll() is None:
        for path in glob.glob(f"/proc/{process.pid}/task/*/schedstat"):
            try:
                with open(path) as file:
                    ran, waited, _ = map(int, file.read().split())
            except (OSError, ValueError):
                continue
            threads[path] = (ran / 1e9, waited / 1e9)
        time.sleep(0.05)
    wall = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = sum(ran for ran, _ in threads.values())
    wanted = ran + sum(waited for _, waited in threads.values())
    print(
        f"{wall:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor, at most {used.ru_maxrss / 1024:.0f} MiB; "
        f"{wanted / wall:.2f} threads wanted to run at a time, so about {wall * ran / wanted:.1f} s without the others"
    )


if __name__ == "__main__":
    main()
