#!/usr/bin/env bash
# GoAccess 1.7 (Debian 12's) has a format for CloudFront's standard logs, --log-format=CLOUDFRONT, and reads the result
# of the cache, bytes and times with it. Of a log as CloudFront writes it:
#   RefreshHit, Error, Redirect, …   are no cache status: that panel has Hit and Miss, and nothing of the others
#   sc-status 000                    (the viewer went away) is an invalid line and in none of the numbers
#   no query (`-`)                   is part of the name: what was asked for as /app.js stands there as /app.js?-
# The general numbers add up, so that nothing looks wrong; --invalid-requests=FILE has the second. Count results from
# the log itself, and take "-" out of cs-uri-query first. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq goaccess=1:1.7-1 libmaxminddb0=1.7.1-1 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
"$folder/usr/bin/goaccess" --version | head -n 1

cd "$folder"
python3 - <<'PYTHON'
FIELDS = ("date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) "
          "cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken "
          "x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status "
          "fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len "
          "sc-range-start sc-range-end")
REQUESTS = [("/app.js", "200", "-", "Hit"), ("/app.js", "200", "v=2", "Miss"), ("/app.js", "200", "-", "RefreshHit"),
            ("/old", "301", "-", "Redirect"), ("/api", "502", "-", "LambdaExecutionError"),
            ("/none", "404", "-", "Error"), ("/large.iso", "000", "-", "Error")]
with open("log", "w") as log:
    print("#Version: 1.0\n#Fields:", FIELDS, file=log)
    for number, (path, status, query, result) in enumerate(REQUESTS):
        print("2026-01-02", f"03:04:0{number}", "FRA60-P1", "1045", "192.0.2.1", "GET", "d111111abcdef8.cloudfront.net",
              path, status, "-", "Mozilla/5.0%20(X11;%20Linux%20x86_64)", query, "-", result, "id==",
              "www.example.com", "https", "23", "0.001", "-", "TLSv1.3", "TLS_AES_128_GCM_SHA256", result, "HTTP/2.0",
              "-", "-", "11040", "0.001", result, "text/html", "78", "-", "-", sep="\t", file=log)
PYTHON
sed 's/\t-\t-\tHit\t/\t\t-\tHit\t/; s/\t-\t-\tRefreshHit\t/\t\t-\tRefreshHit\t/' log > blank
{
  for name in log blank; do
    echo "$name"
    usr/bin/goaccess "$name" --config-file=etc/goaccess/goaccess.conf --log-format=CLOUDFRONT --output="$name.json" \
      --invalid-requests="$name.invalid" > /dev/null 2>&1
    python3 - "$name" <<'PYTHON'
import json
import sys

report = json.load(open(sys.argv[1] + ".json"))
general = report["general"]
print(f"  requests {general['total_requests']}, valid {general['valid_requests']}")
print("  cache status:", *[f"{line['data']} {line['hits']['count']}" for line in report["cache_status"]["data"]])
print("  static files:", *[line["data"] for line in report.get("static_requests", {}).get("data", [])])
print("  requests:", *sorted(line["data"] for line in report["requests"]["data"]))
print("  invalid:", *[line.split("\t")[8] for line in open(sys.argv[1] + ".invalid")])
PYTHON
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
log
  requests 7, valid 6
  cache status: Hit 1 Miss 1
  static files: /app.js?- /app.js?v=2
  requests: /api?- /old?-
  invalid: 000
blank
  requests 7, valid 6
  cache status: Hit 1 Miss 1
  static files: /app.js /app.js?v=2
  requests: /api?- /old?-
  invalid: 000
SEEN
