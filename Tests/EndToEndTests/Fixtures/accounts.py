"""Accounts of one emulator to repair, as many as are asked for: seeded, changed and read through botocore.

Each line of standard input is {"id", "ask", "account", ...}, and each line that is printed {"id", "answer"} or
{"id", "error"}, in the order in which they are ready:

    seed    makes the compliant estate, with what `drift` names broken, or `reported`: that of the field reports; gives
            users' environments, and what should be found
    change  changes what `names` say in it; see drifted_resources.py
    read    gives the account, flat; see account_reader.py
"""

import concurrent.futures
import dataclasses
import json
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import account_reader  # noqa: E402
import drifted_resources  # noqa: E402
import estate  # noqa: E402
from drifts import DRIFTS  # noqa: E402
from emulator import Emulator  # noqa: E402
from reports import reported  # noqa: E402

estates = {}
printing = threading.Lock()


def seed(account, drift=None):
    if drift == "reported":
        expected = reported(account)
    else:
        made = estates[account.number] = estate.compliant(account)
        expected = DRIFTS[drift](made) if drift else []
    expected = expected if isinstance(expected, list) else [expected]
    return {"auditor": account.auditor, "fixer": account.fixer, "expected": [dataclasses.asdict(one) for one in expected]}


def change(account, names):
    for name in names:
        drifted_resources.CHANGES[name](estates[account.number])


def read(account):
    return account_reader.read(account)


def answer(emulator, line):
    asked = json.loads(line)
    number, ask, account = asked.pop("id"), asked.pop("ask"), emulator.account(asked.pop("account"))
    if made := estates.get(account.number):
        account = made.account  # its clients are made
    try:
        said = {"id": number, "answer": {"seed": seed, "change": change, "read": read}[ask](account, **asked)}
    except Exception as error:  # it is the test's to say what that means
        said = {"id": number, "error": f"{ask}: {error!r}"}
    with printing:
        print(json.dumps(said), flush=True)


with Emulator() as emulator, concurrent.futures.ThreadPoolExecutor(6) as pool:
    for line in sys.stdin:
        pool.submit(answer, emulator, line)
