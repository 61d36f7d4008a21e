#!/usr/bin/env bash
# `aws cloudfront list-distributions` of AWS CLI 1.46.3, whose reference lists Quantity, IsTruncated and MaxItems in the
# output: the CLI pages by itself, puts the pages' Items together, and drops everything else, so that
# `--query DistributionList.Quantity` is null however many distributions there are. An account without distributions,
# where CloudFront leaves Items out, prints nothing at all and exits with 0: not even `{}`, so that a JSON reader behind
# it fails, and `length(DistributionList.Items)` is an error. With --no-paginate the numbers are there, for the first
# page. `list-functions`, which has no paginator, keeps its Quantity: a script that counts by it is right about
# functions and has null distributions. Count with length(DistributionList.Items || `[]`). Fails where that is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awscli==1.46.3

# CloudFront's answers, on a free port: two pages of two distributions; below /none an account without any
cat > "$folder/server.py" <<'PYTHON'
import http.server
import sys

ITEM = ("<DistributionSummary><Id>E{}</Id><Status>Deployed</Status><Enabled>true</Enabled></DistributionSummary>")


class CloudFront(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if "/function" in self.path:
            root, inner = "FunctionList", "<MaxItems>100</MaxItems><Quantity>0</Quantity>"
        else:
            root, last = "DistributionList", "Marker=E2" in self.path
            numbers = [] if self.path.startswith("/none") else [3, 4] if last else [1, 2]
            more = bool(numbers) and not last
            items = "".join(ITEM.format(number) for number in numbers)
            inner = (f"<Marker/>{'<NextMarker>E2</NextMarker>' if more else ''}<MaxItems>100</MaxItems>"
                     f"<IsTruncated>{str(more).lower()}</IsTruncated><Quantity>{len(numbers)}</Quantity>"
                     + (f"<Items>{items}</Items>" if items else ""))
        body = f'<{root} xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">{inner}</{root}>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), CloudFront)
with open(sys.argv[1], "w") as port:
    port.write(f"{server.server_port}\n")
server.serve_forever()
PYTHON
python3 "$folder/server.py" "$folder/port" &
server=$!
for _ in $(seq 100); do grep -q . "$folder/port" 2>/dev/null && break; sleep 0.1; done

ask() {
  local path=$1
  shift
  printf '%s%s\n  ' "${path:+no distributions: }" "$*"
  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/aws" --output json \
    --endpoint-url "http://127.0.0.1:$(cat "$folder/port")$path" cloudfront "$@" > "$folder/out" 2> "$folder/errors" &&
    tr -d ' \n' < "$folder/out" || sed -n 's/^\(.*\), expected.*/\1/p' "$folder/errors" | tr -d '\n'
  echo "."
}
{
  ask '' list-distributions --query 'DistributionList.[length(Items),Quantity,IsTruncated,MaxItems]'
  ask '' list-distributions --query 'DistributionList.[length(Items),Quantity,IsTruncated,MaxItems]' --no-paginate
  ask '' list-functions --query 'FunctionList.[Quantity,MaxItems]'
  ask /none list-distributions
  ask /none list-distributions --no-paginate --query DistributionList.Quantity
  ask /none list-distributions --query 'length(DistributionList.Items)'
  ask /none list-distributions --query 'length(DistributionList.Items||`[]`)'
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
list-distributions --query DistributionList.[length(Items),Quantity,IsTruncated,MaxItems]
  [4,null,null,null].
list-distributions --query DistributionList.[length(Items),Quantity,IsTruncated,MaxItems] --no-paginate
  [2,2,true,100].
list-functions --query FunctionList.[Quantity,MaxItems]
  [0,100].
no distributions: list-distributions
  .
no distributions: list-distributions --no-paginate --query DistributionList.Quantity
  0.
no distributions: list-distributions --query length(DistributionList.Items)
  In function length(), invalid type for value: None.
no distributions: list-distributions --query length(DistributionList.Items||`[]`)
  0.
SEEN
