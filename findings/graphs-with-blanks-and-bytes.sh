#!/usr/bin/env bash
# Who reads which bucket is a graph: nodes named by ARNs, with numbers of bytes. Two libraries for Python write it into
# a file and read it again, and what comes back is another estate, with no word said:
#   networkx 3.6.1   an adjacency list parts names at blanks, also those that it wrote itself. The ARN of an origin
#                    access identity has four ("user/CloudFront Origin Access Identity E1"): it comes back as one that
#                    is called CloudFront and reads nodes called Origin, Access, Identity and E1. (An edge list is an
#                    error then.) In GML a number above 2147483647 is a text, and a smaller one a number, so that bytes
#                    cannot be added; True is 1
#   igraph 1.0.0     numbers have 15 digits in GraphML and GML, and are fractions: 12345678901234567 is another one. In
#                    GML true is 1.0
# node_link_data of networkx, as JSON, keeps all of it. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install networkx==3.6.1 igraph==1.0.0

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import json

import igraph
import networkx

OAI = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"
graph = networkx.DiGraph()
graph.add_node("arn:aws:s3:::logs", bytes=12345678901234567, public=False)
graph.add_node("arn:aws:s3:::site", bytes=1234, public=True)
graph.add_edge(OAI, "arn:aws:s3:::site")


def show(what, nodes, edges):
    print(what)
    for name, attributes in nodes:
        print("  ", name, attributes)
    for one, other in edges:
        print("  ", one, "->", other)


for kind in ["adjlist", "gml"]:
    getattr(networkx, "write_" + kind)(graph, "graph")
    options = {} if kind == "gml" else {"create_using": networkx.DiGraph}
    read = getattr(networkx, "read_" + kind)("graph", **options)
    show("networkx, " + kind, read.nodes(data=True), read.edges)
read = networkx.node_link_graph(json.loads(json.dumps(networkx.node_link_data(graph))))
same = dict(read.nodes(data=True)) == dict(graph.nodes(data=True)) and list(read.edges) == list(graph.edges)
print("networkx, node_link_data:", "the same" if same else "another")
other = igraph.Graph(2)
other.vs["bytes"] = [12345678901234567, 1234]
other.vs["public"] = [False, True]
for kind in ["graphml", "gml"]:
    other.write("graph", format=kind)
    read = igraph.Graph.Read("graph", format=kind)
    show("igraph, " + kind, [(node.index, {name: node[name] for name in ("bytes", "public")}) for node in read.vs], [])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
networkx, adjlist
   arn:aws:s3:::logs {}
   arn:aws:s3:::site {}
   arn:aws:iam::cloudfront:user/CloudFront {}
   Origin {}
   Access {}
   Identity {}
   E1 {}
   arn:aws:iam::cloudfront:user/CloudFront -> Origin
   arn:aws:iam::cloudfront:user/CloudFront -> Access
   arn:aws:iam::cloudfront:user/CloudFront -> Identity
   arn:aws:iam::cloudfront:user/CloudFront -> E1
   arn:aws:iam::cloudfront:user/CloudFront -> arn:aws:s3:::site
networkx, gml
   arn:aws:s3:::logs {'bytes': '12345678901234567', 'public': 0}
   arn:aws:s3:::site {'bytes': 1234, 'public': 1}
   arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1 {}
   arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1 -> arn:aws:s3:::site
networkx, node_link_data: the same
igraph, graphml
   0 {'bytes': 1.23456789012346e+16, 'public': False}
   1 {'bytes': 1234.0, 'public': True}
igraph, gml
   0 {'bytes': 1.23456789012346e+16, 'public': 0.0}
   1 {'bytes': 1234.0, 'public': 1.0}
SEEN
