#!/usr/bin/env bash
# CloudFront's standard log begins with two lines, `#Version: 1.0` and `#Fields: …`, and goes on with one line a
# request, with tabs between the fields. read_csv of DuckDB 2.0.0 finds the tabs, passes over the two lines, and reads
# the requests of a file that has one of them, or three, or thirty thousand. A file with exactly two is empty to it,
# without an error. Quiet distributions deliver such files all day, and whoever reads them one by one, as they come,
# loses these requests. The names in #Fields are not used. comment='#' reads both requests, as does skip=2 with
# header=false. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install duckdb==2.0.0

cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen
import gzip

import duckdb

FIELDS = ("date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
          "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol "
          "cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type "
          "cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type "
          "sc-content-type sc-content-len sc-range-start sc-range-end")
REQUEST = ("2026-01-02 03:04:05 IAD79-C1 1045 192.0.2.1 GET d111111abcdef8.cloudfront.net /index.html 200 - "
           "Mozilla/5.0%20(X11) - - Hit {}== www.example.com https 23 0.001 - TLSv1.3 TLS_AES_128_GCM_SHA256 Hit "
           "HTTP/2.0 - - 11040 0.001 Hit text/html 78 - -")
for count in (1, 2, 3, 30000):
    with gzip.open("E2EXAMPLE.2026-01-02-03.a1b2c3d4.gz", "wt") as file:
        file.write(f"#Version: 1.0\n#Fields: {FIELDS}\n")
        file.writelines(REQUEST.format(number).replace(" ", "\t") + "\n" for number in range(count))
    for options in ("", ", comment='#'", ", skip=2, header=false"):
        relation = duckdb.sql(f"FROM read_csv('*.gz'{options})")
        print(f"{count} requests{options}: {len(relation)} rows of {len(relation.columns)} columns")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1 requests: 1 rows of 33 columns
1 requests, comment='#': 1 rows of 33 columns
1 requests, skip=2, header=false: 1 rows of 33 columns
2 requests: 0 rows of 33 columns
2 requests, comment='#': 2 rows of 33 columns
2 requests, skip=2, header=false: 2 rows of 33 columns
3 requests: 3 rows of 33 columns
3 requests, comment='#': 3 rows of 33 columns
3 requests, skip=2, header=false: 3 rows of 33 columns
30000 requests: 30000 rows of 33 columns
30000 requests, comment='#': 30000 rows of 33 columns
30000 requests, skip=2, header=false: 30000 rows of 33 columns
SEEN
