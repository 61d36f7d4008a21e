"""Types lines with a tab behind each into an interactive shell, and prints what the shell then shows.

    complete.py [--one-shell] SHELL SCRIPT LINE [LINE ...]

SCRIPT is the completion as `audit completion SHELL` prints it. Each line is typed into a shell of its own, or all into one,
one after the other; then a record separator stands behind what each shows."""

import os
import pty
import select
import sys
import time

one_shell = sys.argv[1] == "--one-shell"
shell, script, *lines = sys.argv[2 if one_shell else 1 :]
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


def begin():
    """A shell that has read the script: its process and its terminal."""
    command, before = START[shell]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update({"PS1": "ready> ", "TERM": "dumb", "COLUMNS": "200"})
        os.execvp(command[0], command)
    for setup in before:
        os.write(terminal, setup.encode() + b"\n")
    os.write(terminal, b"echo set''up\n")
    read(terminal, 20, b"setup\r\n")
    return child, terminal


def end(child, terminal):
    os.kill(child, 9)
    os.close(terminal)
    os.waitpid(child, 0)


if one_shell:
    shell_begun = begin()
    for number, line in enumerate(lines):
        if shell == "fish":
            # Its list of what fits takes a moment of nobody typing, which `complete -C` does not.
            os.write(shell_begun[1], f"complete -C '{line}'; echo mark''{number}.\n".encode())
            shown = b""
        else:
            # The first tab may write what all have in common, the second one lists what fits; then the line is thrown away.
            os.write(shell_begun[1], line.encode() + b"\t\t")
            shown = read(shell_begun[1], 0.3)
            os.write(shell_begun[1], b"\x15" + f"echo mark''{number}.\n".encode())
        shown += read(shell_begun[1], 20, f"mark{number}.\r\n".encode())
        print(shown.decode(errors="replace"), end="\x1e")
    end(*shell_begun)
    sys.exit()

for line in lines:
    child, terminal = begin()
    os.write(terminal, line.encode() + b"\t")
    shown = read(terminal, 3)
    # Where more than one fits, the second tab lists them.
    os.write(terminal, b"\t")
    shown += read(terminal, 2)
    print(shown.decode(errors="replace"))
    end(child, terminal)
