#!/usr/bin/env bash
# njs 0.7.9 (Debian 12's, of the family that runs CloudFront functions) reads dates in ways that nobody expects, and
# never says so:
#   2024-02-15T09:00:00+09:00               NaN: no ISO date with an offset is read, not even +00:00
#   Thu, 15 Feb 2024 00:00:00 GMT+0900      read as GMT, nine hours late: what follows GMT is passed over
#   -2024, 202402                           the years 2024 and 202402
#   2024T09:00Z                             NaN, though ECMAScript has it
# From 0.8.0 on an offset is read, but only after a fraction of seconds (nginx/njs b615c29a).
# In such code write UTC with Z, or milliseconds since 1970. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
printf 'njs %s\n' "$("$folder/usr/bin/njs" -v)"

cat > "$folder/dates.js" <<'JAVASCRIPT'
var texts = ['2024-02-15T09:00:00+09:00', '2024-02-15T00:00:00+00:00', '2024-02-15T09:00:00.000+09:00',
  'Thu, 15 Feb 2024 00:00:00 +0900', 'Thu, 15 Feb 2024 00:00:00 GMT+0900', '-2024', '202402', '2024T09:00Z'];
for (var i = 0; i < texts.length; i++) console.log(texts[i] + ': ' + Date.parse(texts[i]));
JAVASCRIPT
"$folder/usr/bin/njs" "$folder/dates.js" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2024-02-15T09:00:00+09:00: NaN
2024-02-15T00:00:00+00:00: NaN
2024-02-15T09:00:00.000+09:00: NaN
Thu, 15 Feb 2024 00:00:00 +0900: 1707922800000
Thu, 15 Feb 2024 00:00:00 GMT+0900: 1707955200000
-2024: 1704067200000
202402: 6325023024000000
2024T09:00Z: NaN
SEEN
