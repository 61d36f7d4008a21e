#!/usr/bin/env bash
# esbuild 0.17.0 (Debian 12's) and the code of CloudFront functions, which have to have a top-level function `handler`
# and export nothing: for a file that imports something (`import cf from 'cloudfront'`), `--minify` gives the handler
# another name, as it does with whatever a module does not export, and `--bundle` leaves it out as unused. Neither says
# a word; the function that comes of it has no handler. Without an import, `--minify` keeps the name. `export` would
# keep it as well, and is what CloudFront refuses; `--tree-shaking=false` keeps it in bundles.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq esbuild=0.17.0-1+b2 2>/dev/null && dpkg -x esbuild_*.deb .)
esbuild() { "$folder/usr/bin/esbuild" "$@" --log-level=warning; }
printf 'esbuild %s\n' "$("$folder/usr/bin/esbuild" --version)"

cd "$folder"
printf "import cf from 'cloudfront'\nasync function handler(event) { return event.request }\n" > module.js
printf "async function handler(event) { return event.request }\n" > script.js
{
  esbuild --minify module.js
  esbuild --minify script.js
  esbuild --minify --bundle --format=esm --external:cloudfront module.js
  esbuild --bundle --format=esm --external:cloudfront --tree-shaking=false module.js | grep -c 'function handler'
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
import"cloudfront";async function t(r){return r.request}
async function handler(n){return n.request}
import"cloudfront";
1
SEEN
