#!/usr/bin/env bash
# DRY_RUN=off, PUBLISH=enabled, INVALIDATE=FALSE: switches of a deployment stand in the environment, and libraries for
# Python read them as booleans. Most know some words, and have an error for the rest (environs, pydantic, click,
# python-decouple). Of those that go on with something else:
#   dynaconf 3.3.5          true, false, True and False alone are switches: off, no, FALSE and the empty text are texts,
#                           and a text with letters in it is true where one asks `if settings.DRY_RUN`
#   django-environ 0.14.0   a word that it does not know is false: DRY_RUN=enabled is off, and so is t. A number is a
#                           switch as well, and -1 is on
#   envparse 0.2.0          the same, and " true" with a blank is false
#   starlette 1.10.0        knows true, false, 1 and 0: yes, on, no and off, which the others read, are errors
# A run that was to be dry then is not, or a job is never run. Write true and false, in small letters, or 1 and 0.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install dynaconf==3.3.5 django-environ==0.14.0 \
  envparse==0.2.0 starlette==1.10.0 environs==15.2.0 pydantic==2.14.4 python-decouple==3.8 click==8.5.1

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' > seen
import os

import click
import decouple
import environ
import environs
import envparse
from dynaconf import Dynaconf
from pydantic import TypeAdapter
from starlette.config import Config

READERS = {
    "dynaconf": lambda: Dynaconf().DRY_RUN,
    "environ": lambda: environ.Env().bool("DRY_RUN"),
    "envparse": lambda: envparse.Env().bool("DRY_RUN"),
    "starlette": lambda: Config(environ=os.environ)("DRY_RUN", cast=bool),
    "environs": lambda: environs.Env().bool("DRY_RUN"),
    "pydantic": lambda: TypeAdapter(bool).validate_python(os.environ["DRY_RUN"]),
    "decouple": lambda: decouple.config("DRY_RUN", cast=bool),
    "click": lambda: click.BOOL.convert(os.environ["DRY_RUN"], None, None)}


def ask(reader):
    try:
        answer = reader()
    except Exception:
        return "error"
    return ("on" if answer else "off") + ("" if isinstance(answer, bool) else f" {answer!r}")


print(f"{'':10}", *(f"{name:13}" for name in READERS))
for word in ["true", "TRUE", "yes", "on", "t", "enabled", " true", "-1", "false", "FALSE", "no", "off", "disabled", ""]:
    os.environ["DRY_RUN"] = os.environ["DYNACONF_DRY_RUN"] = word
    print(f"{word!r:10}", *(f"{ask(reader):13}" for reader in READERS.values()))
PYTHON
sed -i 's/ *$//' seen
cat seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
           dynaconf      environ       envparse      starlette     environs      pydantic      decouple      click
'true'     on            on            on            on            on            on            on            on
'TRUE'     on 'TRUE'     on            on            on            on            on            on            on
'yes'      on 'yes'      on            on            error         on            on            on            on
'on'       on 'on'       on            on            error         on            on            on            on
't'        on 't'        off           off           error         on            on            on            on
'enabled'  on 'enabled'  off           off           error         error         error         error         error
' true'    on            on            off           error         error         error         error         on
'-1'       on -1         on            off           error         error         error         error         error
'false'    off           off           off           off           off           off           off           off
'FALSE'    on 'FALSE'    off           off           off           off           off           off           off
'no'       on 'no'       off           off           error         off           off           off           off
'off'      on 'off'      off           off           error         off           off           off           off
'disabled' on 'disabled' off           off           error         error         error         error         error
''         off ''        off           off           error         error         error         off           off
SEEN
