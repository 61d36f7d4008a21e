"""The AWS emulator (ministack) on a loopback port, with signatures and IAM policies enforced.

    scripts/emulator [--port N] [--seed ESTATE] [--json] [-- COMMAND ...]

With a COMMAND: runs it with a read-only user's key in its environment and exits with its code.
Without: prints that environment and serves until standard input closes, or SIGINT or SIGTERM comes.
Either way nothing is left behind, neither a process nor a file.
"""

import argparse
import contextlib
import ctypes
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from account import DEFAULT_ACCOUNT, Account, control_port


class S3Control(BaseHTTPRequestHandler):
    """What ministack does not know: no account here has a public access block of its own."""

    def do_GET(self):
        body = b"<Error><Code>NoSuchPublicAccessBlockConfiguration</Code><Message>none is set</Message></Error>"
        self.send_response(404)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Emulator:
    """A running emulator, as a context manager. Its stderr is shown when it does not come up or dies."""

    def __init__(self, port=0):
        self.port = port or free_port()
        # The key value store's data plane puts the account before the host: `111122223333.localhost` is loopback by
        # definition, `111122223333.127.0.0.1` is no address.
        self.endpoint = f"http://localhost:{self.port}"

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="emulator-")
        self.log = open(os.path.join(self.directory.name, "stderr"), "w+b")
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve().with_name("ministack_server.py"))], cwd=self.directory.name, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, start_new_session=True, preexec_fn=die_with_parent, env={
                **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
                "AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.port), "IOT_MTLS_ENABLED": "0",
                "LOG_LEVEL": "WARNING", "SFTP_ENABLED": "0", "STATE_DIR": self.directory.name, "TMPDIR": self.directory.name,
            })
        self.control = ThreadingHTTPServer(("127.0.0.1", control_port(self.port)), S3Control)
        threading.Thread(target=self.control.serve_forever, daemon=True).start()
        try:
            self.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.control.shutdown()
        self.control.server_close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        self.directory.cleanup()

    def account(self, number=DEFAULT_ACCOUNT):
        return Account(self.endpoint, number)

    def wait_until_ready(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.endpoint}/_ministack/ready", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.log.seek(0)
        raise SystemExit(
            f"emulator: not ready on port {self.port}; it wrote:\n{self.log.read().decode(errors='replace')}")


def free_port():
    """A port that is free, as is that of S3 Control beside it."""
    while True:
        with socket.socket() as probe, socket.socket() as beside:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                beside.bind(("127.0.0.1", control_port(port)))
                return port


def die_with_parent():
    """Linux ends the emulator even if this process is killed without a chance to clean up."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def main():
    import estate  # imports boto3's data; the module above is usable without

    parser = argparse.ArgumentParser(
        prog="scripts/emulator", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="the loopback port; 0, the default, takes a free one")
    parser.add_argument("--seed", metavar="ESTATE", help=f"one of {', '.join(estate.ESTATES)}")
    parser.add_argument(
        "--user", choices=("auditor", "fixer"), default="auditor", help="whose key: one may only read, one repair")
    parser.add_argument("--json", action="store_true", help="print the environment as one JSON object")
    parser.add_argument("command", nargs="*")
    options = parser.parse_args()
    if options.seed and options.seed not in estate.ESTATES:
        parser.error(f"no estate {options.seed!r}")

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    with Emulator(options.port) as emulator:
        account = emulator.account()
        environment = getattr(account, options.user)
        if options.seed:
            estate.ESTATES[options.seed](account)
        if options.command:
            # The user's own AWS settings must neither reach the emulator nor be reached from it.
            inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
            return subprocess.run(options.command, env={**inherited, **environment}).returncode
        if options.json:
            print(json.dumps(environment), flush=True)
        else:
            for name, value in environment.items():
                print(f"export {name}={shlex.quote(value)}", flush=True)
        sys.stdin.buffer.read()
        return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
