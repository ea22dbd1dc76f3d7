"""Runs a command and writes what it used to a file: `python -I -S meter.py FILE COMMAND…`.

A process of its own, and a small one: Linux counts the memory of whoever starts a command as the
command's own, and `getrusage` gives the sum and the maximum of all commands that have run before.
"""

import json
import os
import sys

file, *command = sys.argv[1:]
process = os.posix_spawnp(command[0], command, os.environ)
_, status, used = os.wait4(process, 0)
with open(file, "w") as report:  # noqa: PTH123 - pathlib takes memory
    json.dump([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], report)
sys.exit(os.waitstatus_to_exitcode(status) and 1)
