#!/usr/bin/env bash
# "At most 10M", "above 1.5Ki", "50 MB": limits of functions, of logs and of caches stand in configurations as texts,
# and libraries for Python read them. Whether M is 1000000 or 1048576 is a matter of taste; these are not, and none is
# an error:
#   humanfriendly 10.0   10Mi, as Kubernetes writes it, is 10000000, and 10MiB is 10485760
#   quantiphy 2.23       10MiB is 10000000 as well (the unit is "iB"), 10m is 0.01, and 1,5 MB is 15 MB
#   datasize 1.0.0       10M is 10000000, and 10m is 10485760; 10Mb is in bits, 1250000
#   bitmath 2.1.1        10Mb is in bits, and with parse_string_unsafe in bytes, of 1024, as is 10MB
#   pydantic 2.14.4      ByteSize of 1,5 MB, as half of Europe writes it, is 1 byte
#   Pint 0.25.3          a number without a unit is of bits: 10 is 1.25 bytes; 1,5 MB is 15 MB
# Write whole numbers of bytes. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install humanfriendly==10.0 quantiphy==2.23 datasize==1.0.0 \
  bitmath==2.1.1 pydantic==2.14.4 Pint==0.25.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | sed 's/ *$//' | tee "$folder/seen"
import bitmath
import humanfriendly
import pint
from datasize import DataSize
from pydantic import ByteSize, TypeAdapter
from quantiphy import Quantity

READERS = {
    "humanfriendly": humanfriendly.parse_size, "quantiphy": lambda text: Quantity(text).real, "datasize": DataSize,
    "bitmath": lambda text: bitmath.parse_string(text).bytes,
    "bitmath, unsafe": lambda text: bitmath.parse_string_unsafe(text).bytes,
    "pydantic": TypeAdapter(ByteSize).validate_python,
    "Pint": lambda text: pint.UnitRegistry()(text).to("byte").magnitude}


def ask(reader, text):
    try:
        return f"{float(reader(text)):.10g}"
    except Exception:
        return "error"


print(f"{'':8}", *(f"{name:15}" for name in READERS))
for text in ["10", "10M", "10m", "10MB", "10Mb", "10Mi", "10MiB", "1,5 MB"]:
    print(f"{text:8}", *(f"{ask(reader, text):15}" for reader in READERS.values()))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
         humanfriendly   quantiphy       datasize        bitmath         bitmath, unsafe pydantic        Pint
10       10              10              10              error           10              10              1.25
10M      10000000        10000000        10000000        error           10485760        10000000        error
10m      10000000        0.01            10485760        error           10485760        10000000        error
10MB     10000000        10000000        10000000        10000000        10485760        10000000        10000000
10Mb     10000000        10000000        1250000         1250000         10485760        10000000        error
10Mi     10000000        10000000        10485760        error           10485760        error           error
10MiB    10485760        10000000        10485760        10485760        10485760        10485760        10485760
1,5 MB   error           15000000        error           error           error           1               15000000
SEEN
