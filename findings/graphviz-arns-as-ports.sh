#!/usr/bin/env bash
# ARNs are the natural names of nodes when an estate is drawn. In DOT a colon behind a name begins a port, and two
# libraries for Python that write DOT quote names, as one would expect, but not all:
#   graphviz 0.21   node("arn:aws:…") is quoted; in edge("arn:aws:…", …) the same text is left as it is, a name with a
#                   port, and with more colons than DOT's grammar has for one
#   pydot 4.0.1     Node("arn:aws:…") is the node `arn`, for each ARN there is: the whole estate is one node
# What is drawn from a small example with ids (E1, E2) is right. Number the nodes and put the ARN into the label; or,
# for pydot, put quotes around the name oneself. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install graphviz==0.21 pydot==4.0.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import graphviz
import pydot

SITE = "arn:aws:cloudfront::123456789012:distribution/E1"
ROLE = "arn:aws:iam::123456789012:role/edge"
by_graphviz = graphviz.Digraph()
by_graphviz.node(SITE)
by_graphviz.node(ROLE)
by_graphviz.edge(SITE, ROLE)
print("graphviz\n" + by_graphviz.source)
by_pydot = pydot.Dot()
by_pydot.add_node(pydot.Node(SITE))
by_pydot.add_node(pydot.Node(ROLE))
print("pydot\n" + by_pydot.to_string())
print("in quotes:", pydot.Node(f'"{SITE}"').to_string())
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
graphviz
digraph {
	"arn:aws:cloudfront::123456789012:distribution/E1"
	"arn:aws:iam::123456789012:role/edge"
	arn:aws:cloudfront::123456789012:distribution/E1 -> arn:aws:iam::123456789012:role/edge
}

pydot
digraph G {
arn;
arn;
}

in quotes: "arn:aws:cloudfront::123456789012:distribution/E1";
SEEN
