#!/usr/bin/env bash
# Lambda hands out the address of a function's package, and `curl … | bsdtar -xf -` unpacks it, which unzip cannot do.
# bsdtar 3.6.2 (Debian 12's) does another thing there than with the file: what a member is, and its mode, stand in the
# ZIP's directory at its end, which has not come yet. From the pipe, links become files that hold the name of their
# target, and `bootstrap` or a binary of a layer is no longer executable; from the file both are right. The exit code is
# 0 either way, and a hash of the tree differs. Python's zipfile (`-e`, extractall) does so from a file, too. And bsdtar
# changes names in both cases: a letter with a mark as macOS writes it (u and U+0308) becomes a single one, so that an
# import by the name in the package fails. Save the package before unpacking it. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
library=$(dirname "$(find "$folder/usr/lib" -name 'libarchive.so.13')")

cd "$folder"
python3 - <<'PYTHON'
import zipfile


def member(name, mode):
    info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 4))
    info.create_system, info.external_attr = 3, mode << 16
    return info


with zipfile.ZipFile("package.zip", "w", zipfile.ZIP_DEFLATED) as package:
    package.writestr(member("bootstrap", 0o100755), "#!/bin/sh\n")
    package.writestr(member("index.js", 0o120777), "index.mjs")
    package.writestr(member("index.mjs", 0o100644), "export const handler = async (event) => event\n")
    package.writestr(member("u\u0308ber.mjs", 0o100644), "export default 1\n")
PYTHON
show() {
  echo "$1"
  (cd "$1" && find . -type l -printf '  %P, a link to %l\n' -o -type f -perm /100 -printf '  %P, executable\n' \
    -o -type f -printf '  %P, %s bytes\n' | sed "s/u$(printf '\xcc\x88')ber/u+U+0308 ber/" | sort)
}
umask 022
mkdir file pipe python
{
  LC_ALL=C.UTF-8 LD_LIBRARY_PATH=$library usr/bin/bsdtar -xf package.zip -C file
  LC_ALL=C.UTF-8 LD_LIBRARY_PATH=$library usr/bin/bsdtar -xf - -C pipe < <(cat package.zip)
  python3 -m zipfile -e package.zip python
  show file
  show pipe
  show python
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
file
  bootstrap, executable
  index.js, a link to index.mjs
  index.mjs, 46 bytes
  über.mjs, 17 bytes
pipe
  bootstrap, 10 bytes
  index.js, 9 bytes
  index.mjs, 46 bytes
  über.mjs, 17 bytes
python
  bootstrap, 10 bytes
  index.js, 9 bytes
  index.mjs, 46 bytes
  u+U+0308 ber.mjs, 17 bytes
SEEN
