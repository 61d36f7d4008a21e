"""microburst between audit and an upstream: lets calls fail by rules, forwards the others.

    faults.py UPSTREAM RULES      UPSTREAM is a URL, RULES a list of microburst's rules in JSON

Prints {"url": URL} and serves until standard input closes.
"""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from emulator import die_with_parent, free_port  # noqa: E402

upstream, rules = sys.argv[1], json.loads(sys.argv[2])
url = f"http://localhost:{free_port()}"
with tempfile.NamedTemporaryFile("w", suffix=".yml") as config, tempfile.TemporaryFile() as log:
    # JSON is YAML.
    json.dump({"rules": rules}, config)
    config.flush()
    proxy = subprocess.Popen(
        [str(Path(sys.executable).with_name("microburst")), "--upstream", upstream, "--port", url.rpartition(":")[2],
         "--config", config.name], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        preexec_fn=die_with_parent)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{url}/_microburst/health", timeout=5).close()
                break
            except OSError:
                if proxy.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise SystemExit(f"microburst is not ready; it wrote:\n{log.read().decode(errors='replace')}")
                time.sleep(0.05)
        print(json.dumps({"url": url}), flush=True)
        sys.stdin.buffer.read()
    finally:
        proxy.kill()  # Signals that may be caught can be blocked by whoever started this.
        proxy.wait()
