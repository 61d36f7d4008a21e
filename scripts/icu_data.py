"""Writes an object file with the data of ICU that a program in English needs, to be linked before Foundation's.

    icu_data.py OBJECT.o

Foundation brings ICU's data for all languages and encodings, 34 MB. What is kept is English and what belongs to no
language, such as time zones: of a language that it lacks, ICU takes its root, as it does of those that it never had. The
linker takes the data of this object, since it stands before the archive that has them as well.
"""

import json
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

# Encodings other than Unicode, where words end in languages without spaces, and how one script is written in another.
LEFT_OUT = re.compile(r".*\.(cnv|dict)|translit/.*")
LANGUAGE = re.compile(r"(?:.*/)?([a-z]{2,3})(?:_\w*)?\.res")


def is_kept(name):
    name = name.partition("/")[2]  # without the name of the whole
    language = LANGUAGE.fullmatch(name)
    return not LEFT_OUT.fullmatch(name) and (not language or language[1] == "en")


def items(data):
    """The header, and the name and bytes of each item: a table of offsets, in the order of the names."""
    size, = struct.unpack_from("<H", data)
    if data[12:16] != b"CmnD":
        sys.exit("icu_data: the data of ICU are not in the form that is known here")
    header, body = data[:size], data[size:]
    count, = struct.unpack_from("<I", body)
    table = [struct.unpack_from("<II", body, 4 + 8 * index) for index in range(count)]
    ends = [start for _, start in table[1:]] + [len(body)]
    names = (body[name:body.index(b"\0", name)].decode() for name, _ in table)
    return header, [(name, body[start:end]) for name, (_, start), end in zip(names, table, ends)]


def packed(header, kept):
    names = b"".join(name.encode() + b"\0" for name, _ in kept)
    place, start = 4 + 8 * len(kept), 4 + 8 * len(kept) + len(names)
    table, contents = struct.pack("<I", len(kept)), b""
    for name, item in kept:
        gap = -(start + len(contents)) % 16
        contents += b"\0" * gap
        table += struct.pack("<II", place, start + len(contents))
        contents += item
        place += len(name) + 1
    return header + table + names + contents


def main():
    target = json.loads(subprocess.check_output(["swiftc", "-print-target-info", "-static-stdlib"]))
    archive = Path(target["paths"]["runtimeResourcePath"]) / "linux/lib_FoundationICU.a"
    with tempfile.TemporaryDirectory() as name:
        whole, data = Path(name) / "whole.o", Path(name) / "data"
        whole.write_bytes(subprocess.check_output(["ar", "p", archive, "icu_packaged_data.cpp.o"]))
        symbol, = re.findall(r"icudt\d+_dat", subprocess.check_output(["nm", whole], text=True))
        subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", whole, data], check=True)
        header, found = items(data.read_bytes())
        kept = [item for item in found if is_kept(item[0])]
        data.write_bytes(packed(header, kept))
        assembly = (f".section .rodata\n.globl {symbol}\n.type {symbol}, %object\n.p2align 6\n{symbol}:\n"
                    f'.incbin "data"\n.size {symbol}, . - {symbol}\n.section .note.GNU-stack, "", %progbits\n')
        subprocess.run(
            ["as", "-o", Path(sys.argv[1]).absolute(), "-"], input=assembly, text=True, cwd=name, check=True)
        before, after = sum(len(item) for _, item in found), sum(len(item) for _, item in kept)
        print(f"icu_data: {len(kept)} of {len(found)} items, {after:,} of {before:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
