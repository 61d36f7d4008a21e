#!/usr/bin/env bash
# gv2gml and gml2gv of Graphviz 2.42.2 (Debian 12's) turn DOT into GML, which Gephi, yEd, igraph and networkx read, and
# back. An estate is drawn with ARNs as names, short labels, and what one knows of a node as attributes. Exit code 0,
# and
#   "012345678901", "1.10", "0060"   lose their quotes: an account is a number of eleven digits to networkx 3.6.1, and
#                    a version 1.1. In DOT a number with quotes and one without are the same text
#   {"Version":…}    quotes within a text stay as they are (GML has &quot;): a policy in a tooltip makes the file
#                    none: a syntax error to gml2gv and to networkx
#   an attribute that one node has   is there, empty, for all, so that "has a policy" is true of each
#   and back again   the name is gone: each node is 0, 1, 2, and `name` is the label, two nodes that are called www
# Write GML with networkx from data of your own, or leave texts that look like numbers out. Fails where a line below is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq graphviz=2.42.2-7+deb12u1 libcgraph6=2.42.2-7+deb12u1 libcdt5=2.42.2-7+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install networkx==3.6.1

cat > estate.gv <<'DOT'
digraph estate {
  "arn:aws:s3:::www" [label="www"];
  "arn:aws:cloudfront::012345678901:distribution/E1" [label="www", account="012345678901", version="1.10"];
  "arn:aws:cloudfront::012345678901:distribution/E1" -> "arn:aws:s3:::www" [label="reads", ttl="0060"];
}
DOT
sed 's/version="1.10"/policy="{\\"Version\\": \\"2012-10-17\\"}"/' estate.gv > policy.gv

{
  usr/bin/gv2gml estate.gv > estate.gml
  grep -E '^    (name|account|version|ttl) ' estate.gml | sed 's/^ */GML: /'
  echo "back in DOT:"
  usr/bin/gml2gv estate.gml | tr -d '\n\t' | sed 's/;/;\n/g' | grep -o '^.*name=[^],]*\|^.* -> .*ttl=[^],]*'
  echo "with a policy:"
  usr/bin/gv2gml policy.gv > policy.gml
  grep 'policy' policy.gml
  { usr/bin/gml2gv policy.gml 2>&1 || true; } | grep -o 'syntax error'
} | tee seen
venv/bin/python - <<'PYTHON' | tee -a seen
import networkx

for name, attributes in networkx.read_gml("estate.gml", label="name").nodes.items():
    print("networkx:", name, {key: attributes[key] for key in ("account", "version")})
try:
    networkx.read_gml("policy.gml", label="name")
except networkx.NetworkXError as error:
    print("networkx, with a policy:", error)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
GML: name "arn:aws:s3:::www"
GML: account ""
GML: version ""
GML: name "arn:aws:cloudfront::012345678901:distribution/E1"
GML: account 012345678901
GML: version 1.10
GML: ttl 0060
back in DOT:
0[label=www,name=www
1[account=012345678901,label=www,name=www
1 -> 0[id=1,label=reads,lp="0,0",name=reads,ttl=0060
with a policy:
    policy ""
    policy "{"Version": "2012-10-17"}"
syntax error
networkx: arn:aws:s3:::www {'account': '', 'version': ''}
networkx: arn:aws:cloudfront::012345678901:distribution/E1 {'account': 12345678901, 'version': 1.1}
networkx, with a policy: expected ']', found 2012 at (19, 26)
SEEN
