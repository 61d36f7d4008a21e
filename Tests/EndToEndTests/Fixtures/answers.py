"""Runs a command in a terminal of its own, types an answer to each question, and prints what was shown.

    answers.py ANSWERS COMMAND [ARGUMENT ...]

ANSWERS is a list in JSON: a text is typed once a question (what ends with `] `) stands there; "\\u0004" is the end of what
is typed, "\\u0003" an interruption. The exit code is the command's; of one that a signal ended, 128 and the signal."""

import json
import os
import pty
import select
import sys
import time

answers, command = json.loads(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown, seen, end = b"", 0, time.monotonic() + 60
while time.monotonic() < end:
    if not select.select([terminal], [], [], 0.1)[0]:
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    if shown[seen:].endswith(b"] ") and answers:
        seen = len(shown)
        # The question is written before the terminal is read: what comes earlier is thrown away.
        time.sleep(0.2)
        os.write(terminal, answers.pop(0).encode())
print(shown.decode(errors="replace").replace("\r\n", "\n"))
_, status = os.waitpid(child, 0)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
