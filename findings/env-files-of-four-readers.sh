#!/usr/bin/env bash
# A file .env holds what a deployment needs: a secret that the edge sends to its origin, the key that signs URLs, a
# policy. It is written once, and read by the shell (`set -a; . .env`) and by libraries. There is no standard, and they
# differ without a word:
#   a key over several lines, in quotes    its first line alone, with the quote, for django-environ 0.14.0 and
#                                          python-decouple 3.8
#   '${aws:username}-${HOME}'              ${HOME} is replaced by python-dotenv 1.2.4, which shells do not do in single
#                                          quotes; what begins with $ is another variable to django-environ, an error
#   secret #1                              ends before the # for python-dotenv and the shell, not for the other two
#   "a\nb"                                 two lines for python-dotenv
#   export REGION=…                        is not there for python-decouple
# The file of a test has none of these. Base64 for keys, and single quotes around what has no $, no # and no blank,
# which is read alike by all. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install python-dotenv==1.2.4 django-environ==0.14.0 \
  python-decouple==3.8

cd "$folder"
cat > .env <<'ENV'
SECRET='0123abcd'
POLICY='${aws:username}-${HOME}'
ORIGIN=secret #1
LINES="a\nb"
export REGION=eu-west-1
DOLLAR='$ecret'
KEY="-----BEGIN PUBLIC KEY-----
MIIB
-----END PUBLIC KEY-----"
ENV
cat > try.py <<'PYTHON'
import os
import subprocess

import environ
from decouple import RepositoryEnv
from dotenv import dotenv_values

NAMES = "SECRET", "POLICY", "ORIGIN", "LINES", "REGION", "DOLLAR", "KEY"
os.environ.clear()
os.environ.update(HOME="/root", PATH="/usr/bin:/bin")
shell = subprocess.run(["bash", "-c", "set -a; . ./.env; env -0"], check=True, capture_output=True, text=True).stdout
read = {"shell": dict(pair.split("=", 1) for pair in shell.split("\0") if pair), "dotenv": dotenv_values(".env"),
        "decouple": RepositoryEnv(".env").data}
environ.Env.read_env(".env")
read["environ"] = {}
for name in NAMES:
    try:
        read["environ"][name] = environ.Env()(name)
    except Exception as error:
        read["environ"][name] = type(error).__name__
for name in NAMES:
    print(name)
    for reader, values in read.items():
        print("  ", reader, repr(values.get(name)))
PYTHON
venv/bin/python -W ignore try.py 2> errors | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; cat errors; exit 1; }
SECRET
   shell '0123abcd'
   dotenv '0123abcd'
   decouple '0123abcd'
   environ '0123abcd'
POLICY
   shell '${aws:username}-${HOME}'
   dotenv '${aws:username}-/root'
   decouple '${aws:username}-${HOME}'
   environ 'ImproperlyConfigured'
ORIGIN
   shell 'secret'
   dotenv 'secret'
   decouple 'secret #1'
   environ 'secret #1'
LINES
   shell 'a\\nb'
   dotenv 'a\nb'
   decouple 'a\\nb'
   environ 'a\\nb'
REGION
   shell 'eu-west-1'
   dotenv 'eu-west-1'
   decouple None
   environ 'eu-west-1'
DOLLAR
   shell '$ecret'
   dotenv '$ecret'
   decouple '$ecret'
   environ 'ImproperlyConfigured'
KEY
   shell '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'
   dotenv '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'
   decouple '"-----BEGIN PUBLIC KEY-----'
   environ '"-----BEGIN PUBLIC KEY-----'
SEEN
