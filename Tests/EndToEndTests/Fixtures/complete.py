"""Types lines with a tab behind each into an interactive shell, and prints what the shell then shows.

    complete.py SHELL SCRIPT LINE [LINE ...]

SCRIPT is the completion as `audit completion SHELL` prints it. Each line is typed into a shell of its own."""

import os
import pty
import select
import sys
import time

shell, script, *lines = sys.argv[1:]
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], [f"source {script}"]),
    "zsh": (["zsh", "-f", "-i"], ["autoload -U compinit", "compinit -u -D", f"source {script}", "compdef _audit audit"]),
    "fish": (["fish", "--no-config", "-i"], [f"source {script}"]),
}


def read(terminal, seconds, until=None):
    """What comes until a word does, or for as long as that."""
    said, end = b"", time.monotonic() + seconds
    while time.monotonic() < end and (until is None or until not in said):
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            said += os.read(terminal, 65536)
        except OSError:
            break
        # Newer shells ask the terminal what it is, and wait for the answer.
        if b"\x1b[c" in said or b"\x1b[0c" in said:
            os.write(terminal, b"\x1b[?62;c")
            said = said.replace(b"\x1b[c", b"").replace(b"\x1b[0c", b"")
    return said


for line in lines:
    command, before = START[shell]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update({"PS1": "ready> ", "TERM": "dumb", "COLUMNS": "200"})
        os.execvp(command[0], command)
    for setup in before:
        os.write(terminal, setup.encode() + b"\n")
    os.write(terminal, b"echo set''up\n")
    read(terminal, 20, b"setup\r\n")
    os.write(terminal, line.encode() + b"\t")
    shown = read(terminal, 3)
    # Where more than one fits, the second tab lists them.
    os.write(terminal, b"\t")
    shown += read(terminal, 2)
    print(shown.decode(errors="replace"))
    os.kill(child, 9)
    os.close(terminal)
    os.waitpid(child, 0)
