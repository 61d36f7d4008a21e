#!/usr/bin/env bash
# drheader 2.0.0 looks at the security headers of an answer, with rules that it brings along, and ends a build on a
# finding. Which values are good it knows as words that are to stand there, no more and no less, so that more is worse:
#   HSTS of two years, or with preload    "Value does not match security policy", high; max-age=31536000 with
#                                         includeSubDomains, in any order and case, is the only one that passes
#   max-age=0, which ends HSTS            the same words, so that the two cannot be told apart
#   Cache-Control: no-store               the same: `no-store, max-age=0` is what it wants, and Pragma beside it
#   script-src with a nonce, 'strict-dynamic' and 'unsafe-inline' for old browsers    is what browsers read as strict,
#                                         and a finding
#   no X-XSS-Protection                   a finding, though browsers have dropped it
# So a response headers policy is made weaker until the build is green. Give it rules of one's own (--rules-file), with
# must-contain in the place of value. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install drheader==2.0.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from drheader import Drheader

GOOD = {
    "Cache-Control": "no-store, max-age=0", "Pragma": "no-cache", "Content-Security-Policy": "default-src 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains", "X-XSS-Protection": "0",
    "Referrer-Policy": "strict-origin", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
}
print("good:", Drheader(headers=GOOD).analyze())
HSTS, CACHE, CSP = "Strict-Transport-Security", "Cache-Control", "Content-Security-Policy"
for name, value in (
        (HSTS, "includeSubDomains; MAX-AGE=31536000"), (HSTS, "max-age=63072000; includeSubDomains"),
        (HSTS, "max-age=31536000; includeSubDomains; preload"), (HSTS, "max-age=0"), (CACHE, "no-store"),
        (CSP, "default-src 'none'; script-src 'nonce-2726c7f26c' 'strict-dynamic'"),
        (CSP, "default-src 'none'; script-src 'nonce-2726c7f26c' 'strict-dynamic' 'unsafe-inline'"),
        ("X-XSS-Protection", None)):
    headers = {key: text for key, text in {**GOOD, name: value}.items() if text}
    print(f"{name}: {value}")
    for finding in Drheader(headers=headers).analyze() or [{"rule": "good"}]:
        print("  ", finding["rule"], finding.get("message", ""), finding.get("severity", ""))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
good: []
Strict-Transport-Security: includeSubDomains; MAX-AGE=31536000
   good  
Strict-Transport-Security: max-age=63072000; includeSubDomains
   Strict-Transport-Security Value does not match security policy high
Strict-Transport-Security: max-age=31536000; includeSubDomains; preload
   Strict-Transport-Security Value does not match security policy high
Strict-Transport-Security: max-age=0
   Strict-Transport-Security Value does not match security policy high
Cache-Control: no-store
   Cache-Control Value does not match security policy high
Content-Security-Policy: default-src 'none'; script-src 'nonce-2726c7f26c' 'strict-dynamic'
   good  
Content-Security-Policy: default-src 'none'; script-src 'nonce-2726c7f26c' 'strict-dynamic' 'unsafe-inline'
   Content-Security-Policy - script-src Must-Avoid directive included high
X-XSS-Protection: None
   X-XSS-Protection Header not included in response high
SEEN
