#!/usr/bin/env bash
# A package for Lambda is often made on a machine with another Python: pip has --platform and --python-version for that.
# They choose wheels. What a package requires "for older Pythons only" pip 26.3 asks of the Python that it runs in: for
# Python 3.10, from 3.11, pytest comes without exceptiongroup and tomli, which it imports there, and pip ends with 0. uv
# 0.13.9 asks the Python that is meant, and brings them. The other trap is in the platform: manylinux_2_28_x86_64, which
# is what Amazon Linux 2023 could run and more, is taken to the digit. A wheel for manylinux_2_17 is "No matching
# distribution found", and manylinux_2_34, AL2023's own glibc, finds next to nothing; manylinux2014 finds the older
# ones and not the newer. --platform may be given more than once, newest first, which finds all. It is the handler that
# fails, at its first import, at the edge. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -c 'import sys; assert sys.version_info >= (3, 11), "wants to be newer than the Python that is meant"'
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install --upgrade pip==26.3 uv==0.13.9

cd "$folder"
for tool in pip "uv pip"; do
  echo "$tool: pytest for 3.10 brings"
  if [ "$tool" = pip ]; then
    venv/bin/pip install --quiet --no-warn-script-location --only-binary=:all: --python-version 3.10 \
      --platform manylinux2014_x86_64 --target "$tool" pytest==8.4.2
  else
    venv/bin/uv --quiet --system-certs --cache-dir cache pip install --python venv/bin/python --only-binary :all: \
      --python-version 3.10 --python-platform x86_64-manylinux2014 --target "$tool" pytest==8.4.2
  fi
  (cd "$tool" && ls -d exceptiongroup tomli pluggy 2>/dev/null | sed 's/^/  /' || true)
done | tee seen
attempt() { # PACKAGE PLATFORM...
  local package=$1 platforms=()
  shift
  for platform; do platforms+=(--platform "$platform"); done
  rm -rf wheels
  venv/bin/pip download --quiet --no-deps --only-binary=:all: --python-version 3.12 "${platforms[@]}" --dest wheels \
    "$package" > /dev/null 2>&1 && (cd wheels && ls | sed 's/.*-cp312-//; s/.whl$//') || echo none
}
for package in numpy==2.3.5 orjson==3.11.5; do
  for platforms in manylinux_2_34_x86_64 manylinux_2_28_x86_64 manylinux2014_x86_64 \
      'manylinux_2_28_x86_64 manylinux2014_x86_64'; do
    # shellcheck disable=SC2086
    echo "$package, $platforms: $(attempt "$package" $platforms)"
  done
done | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
pip: pytest for 3.10 brings
  pluggy
uv pip: pytest for 3.10 brings
  exceptiongroup
  pluggy
  tomli
numpy==2.3.5, manylinux_2_34_x86_64: none
numpy==2.3.5, manylinux_2_28_x86_64: manylinux_2_27_x86_64.manylinux_2_28_x86_64
numpy==2.3.5, manylinux2014_x86_64: none
numpy==2.3.5, manylinux_2_28_x86_64 manylinux2014_x86_64: manylinux_2_27_x86_64.manylinux_2_28_x86_64
orjson==3.11.5, manylinux_2_34_x86_64: none
orjson==3.11.5, manylinux_2_28_x86_64: none
orjson==3.11.5, manylinux2014_x86_64: manylinux_2_17_x86_64.manylinux2014_x86_64
orjson==3.11.5, manylinux_2_28_x86_64 manylinux2014_x86_64: manylinux_2_17_x86_64.manylinux2014_x86_64
SEEN
