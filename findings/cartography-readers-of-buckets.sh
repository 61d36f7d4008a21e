#!/usr/bin/env bash
# cartography 0.143.0 draws an estate as a graph, and from the policies of IAM it works out who CAN_READ which bucket,
# and more of that kind. That it looks at the policies of principals alone, and not at those of buckets, is in its
# source. Of the former, a role that may s3:GetObject on arn:aws:s3:::site/*, with one statement more:
#   Deny, if aws:SecureTransport is false     no edge, as if it could read nothing; so for each denial with a condition
#                                             (without MFA, from elsewhere). Those of an Allow are noted on the edge
#   Deny of arn:aws:s3:::site/private/*       no edge to the bucket: what is denied of a part is denied of the whole
# and a statement with NotResource is as none, in either direction:
#   Allow, NotResource arn:aws:s3:::logs/*    no edge to any bucket, though it may read all but one
#   Allow on *, Deny, NotResource arn:aws:s3:::logs/*    edges to all, though it may read logs alone
# So whoever has the usual guard for TLS in a policy is missing from the answer to "who reads this bucket?", and from
# each query that is built on it. Ask SimulatePrincipalPolicy where an edge decides. (It wants Python 3.13; this part of
# it runs with 3.11.) Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what this part needs: the rest is a hundred packages for other clouds.
"${pip[@]}" --no-deps cartography==0.143.0
"${pip[@]}" boto3==1.44.8 neo4j==6.0.2 pyyaml==6.0.3 backoff==2.2.1 statsd==4.0.1 2> "$folder/errors" || {
  cat "$folder/errors"; exit 1; }

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json
import sys
import types

import cartography.intel

# The package of AWS without its __init__, which imports every client there is.
package = types.ModuleType("cartography.intel.aws")
package.__path__ = [f"{cartography.intel.__path__[0]}/aws"]
sys.modules[package.__name__] = package
from cartography.intel.aws.permission_relationships import calculate_permission_relationships  # noqa: E402

buckets = [f"arn:aws:s3:::{name}" for name in ("site", "logs")]


def readers(what, *statements):
    """Statements in the form in which cartography keeps them: members in small letters, lists, conditions as JSON."""
    kept = []
    for statement in statements:
        one = {name.lower(): [value] for name, value in statement.items()}
        one["effect"] = statement["Effect"]
        if "Condition" in statement:
            one["condition"] = json.dumps(one["condition"])
        kept.append(one)
    found = calculate_permission_relationships({"role": {"policy": kept}}, buckets, ["S3:GetObject"])
    edges = [one["resource_arn"].split(":")[-1] + (" with a condition" if one["has_condition"] else "")
             for one in found]
    print(f"{what}: {', '.join(edges) or 'none'}")


site = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}
deny = {"Effect": "Deny", "Action": "s3:*"}
tls = {"Bool": {"aws:SecureTransport": "false"}}
readers("Allow on site/*", site)
readers("the same, with a condition", {**site, "Condition": {"Bool": {"aws:SecureTransport": "true"}}})
readers("and Deny without TLS", site, {**deny, "Resource": "*", "Condition": tls})
readers("and Deny of site/private/*", site, {**deny, "Resource": "arn:aws:s3:::site/private/*"})
readers("and Deny of site/*", site, {**deny, "Resource": "arn:aws:s3:::site/*"})
readers("Allow, NotResource logs/*", {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::logs/*"})
readers("Allow on *, Deny, NotResource logs/*", {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {**deny, "NotResource": "arn:aws:s3:::logs/*"})
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Allow on site/*: site
the same, with a condition: site with a condition
and Deny without TLS: none
and Deny of site/private/*: none
and Deny of site/*: none
Allow, NotResource logs/*: none
Allow on *, Deny, NotResource logs/*: site, logs
SEEN
