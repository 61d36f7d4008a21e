"""Opens a page in headless Chromium and tells what is there: `browser.py PAGE`, with what to do as JSON on standard input.

    {"views": [{"width": 400, "dark": true, "hash": "#f-1", "evaluate": {"NAME": "JavaScript"}, "axe": true,
                "pdf": true, "screenshot": "FILE.png"}]}

Prints `{"errors": [...], "views": [{"NAME": value, "axe": [...], "pages": 3}]}`: errors are exceptions of scripts and what
the page's policy has blocked, of axe what it calls serious or critical. Chromium is Debian's and is spoken to by its
DevTools protocol over a pipe; axe is that of PyPI's axe-core-python.
"""

import base64
import fcntl
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def axe():
    """The source of axe, or nothing where it is not installed."""
    found = importlib.util.find_spec("axe_core_python")
    return Path(found.origin).with_name("axe.min.js").read_text() if found and found.origin else ""


class Browser:
    """A running Chromium, as a context manager."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        (ours_in, theirs_out), (theirs_in, ours_out) = os.pipe(), os.pipe()
        # The numbers 3 and 4 are those that Chromium looks at.
        theirs = [fcntl.fcntl(number, fcntl.F_DUPFD, 20) for number in (theirs_in, theirs_out)]

        def give():
            os.dup2(theirs[0], 3)
            os.dup2(theirs[1], 4)

        self.process = subprocess.Popen(
            [shutil.which("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
             f"--user-data-dir={self.folder.name}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=give, start_new_session=True, env={**os.environ, "TMPDIR": self.folder.name, "HOME": self.folder.name})
        for number in (*theirs, theirs_in, theirs_out):
            os.close(number)
        self.input, self.output = os.fdopen(ours_out, "wb", 0), os.fdopen(ours_in, "rb")
        self.buffer, self.number, self.session, self.events = b"", 0, None, []
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self.session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        # Its helpers outlive it for a moment, and write into the folder that is to go.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.folder.cleanup()

    def receive(self):
        while b"\0" not in self.buffer:
            data = os.read(self.output.fileno(), 1 << 16)
            if not data:
                raise SystemExit("Chromium ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def __call__(self, method, **parameters):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            asked["sessionId"] = self.session
        self.input.write(json.dumps(asked).encode() + b"\0")
        while (message := self.receive()).get("id") != self.number:
            self.events.append(message)
        if "error" in message:
            raise SystemExit(f"{method}: {message['error']}")
        return message["result"]

    def wait(self, event):
        while not any(message.get("method") == event for message in self.events):
            self.events.append(self.receive())

    def evaluate(self, script):
        answer = self("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{script[:200]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def errors(self):
        for message in self.events:
            parameters = message.get("params", {})
            if message.get("method") == "Runtime.exceptionThrown":
                yield parameters["exceptionDetails"].get("exception", {}).get("description", "an exception")
            if message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                yield parameters["entry"]["text"]


def look(browser, page, view):
    browser("Emulation.setDeviceMetricsOverride", width=view.get("width", 1280), height=900, deviceScaleFactor=1,
            mobile=view.get("width", 1280) < 600)
    scheme = "dark" if view.get("dark") else "light"
    browser("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    problems = list(browser.errors())
    browser.events = []
    # A new document, even where only what is behind the # differs.
    browser("Page.navigate", url="about:blank")
    browser.wait("Page.loadEventFired")
    browser.events = []
    browser("Page.navigate", url=page.as_uri() + view.get("hash", ""))
    browser.wait("Page.loadEventFired")
    told = {name: browser.evaluate(script) for name, script in view.get("evaluate", {}).items()}
    problems += browser.errors()
    browser.events = []
    if view.get("axe") and (source := axe()):
        browser.evaluate(source)
        told["axe"] = browser.evaluate(
            "axe.run({resultTypes: ['violations']}).then(result => result.violations"
            ".filter(found => ['serious', 'critical'].includes(found.impact))"
            ".map(found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')}`))")
    if view.get("screenshot"):
        image = browser("Page.captureScreenshot", captureBeyondViewport=bool(view.get("whole")))["data"]
        Path(view["screenshot"]).write_bytes(base64.b64decode(image))
    if view.get("pdf"):
        document = base64.b64decode(browser("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])
        told["pages"] = len(re.findall(rb"/Type\s*/Page\b(?!s)", document))
        if isinstance(view["pdf"], str):
            Path(view["pdf"]).write_bytes(document)
    return told, problems


def overdue(*_):
    raise SystemExit("Chromium did not answer for five minutes")


page, asked = Path(sys.argv[1]).resolve(), json.load(sys.stdin)
signal.signal(signal.SIGALRM, overdue)
signal.alarm(300)
with Browser() as browser:
    views, errors = [], []
    for view in asked["views"]:
        told, problems = look(browser, page, view)
        views.append(told)
        errors += problems
print(json.dumps({"errors": errors, "views": views, "axe": bool(axe())}))
