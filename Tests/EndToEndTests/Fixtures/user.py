"""A user of an account of the emulator who may do just what policies on standard input allow.

    user.py ENDPOINT ACCOUNT < POLICY

Prints the user's environment as JSON.
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from account import Account  # noqa: E402

policy = json.load(sys.stdin)
actions = [action for statement in policy["Statement"] for action in statement["Action"]]
# What the emulator, unlike AWS, asks for before GetFunctionConcurrency.
print(json.dumps(Account(sys.argv[1], sys.argv[2])._user("least", [*actions, "lambda:PutFunctionConcurrency"])))
