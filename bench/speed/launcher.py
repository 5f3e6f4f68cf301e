"""Runs a command and writes what it took as JSON to a file: `python3 launcher.py RESULT KILL_AFTER COMMAND...`

It is a process of its own because the kernel counts, in the peak memory of a program, that of the process which
started it before the program took its place; this one is small.
"""

import os
import resource
import signal
import sys
import time


def main():
    result, kill_after, *command = sys.argv[1:]
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        # A list too long for the machine must fail by itself, not take others down with it.
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        resource.setrlimit(resource.RLIMIT_DATA, (memory * 85 // 100, resource.RLIM_INFINITY))
        try:
            os.execvp(command[0], command)
        except OSError as error:
            os.write(2, f"{command[0]}: {error}\n".encode())
            os._exit(127)
    if kill_after != "-":
        time.sleep(float(kill_after))
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begun
    code = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    with open(result, "w") as file:
        file.write(f"[{seconds}, {cpu}, {usage.ru_maxrss / 1024}, {code}]")


main()
