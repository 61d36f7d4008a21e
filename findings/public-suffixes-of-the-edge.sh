#!/usr/bin/env bash
# Which hosts are one site is what the Public Suffix List says, by which reports group hosts and browsers share cookies.
# Each distribution is a site of its own there (cloudfront.net is a suffix), and so is each function URL. Three readers
# of the list for Python, without the network:
#   tldextract 5.4.0   leaves the list's private part out unless told otherwise: all distributions of the world are
#                      cloudfront.net. Its copy of the list is of April 2025, in a release of October 2026, and all
#                      function URLs are on.aws with the private part as well
#   publicsuffix2      its last version is of 2019, and says on.aws, too
#   publicsuffixlist   right; its versions are the list's
# With the network tldextract fetches the list at its first use, and keeps it: the same code groups otherwise on a
# laptop and in a build without network. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install tldextract==5.4.0 publicsuffix2==2.20191221 \
  publicsuffixlist==1.1.2.20261023

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import publicsuffix2
import publicsuffixlist
import tldextract

as_given = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
private = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
newest = publicsuffixlist.PublicSuffixList()
for host in ("d111111abcdef8.cloudfront.net", "abcdefgh.lambda-url.us-east-1.on.aws",
             "logs.s3.eu-west-1.amazonaws.com"):
    print(host)
    print("  publicsuffixlist:", newest.privatesuffix(host))
    print("  tldextract:", as_given(host).top_domain_under_public_suffix)
    print("  tldextract with the private part:", private(host).top_domain_under_public_suffix)
    print("  publicsuffix2:", publicsuffix2.get_sld(host))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
d111111abcdef8.cloudfront.net
  publicsuffixlist: d111111abcdef8.cloudfront.net
  tldextract: cloudfront.net
  tldextract with the private part: d111111abcdef8.cloudfront.net
  publicsuffix2: d111111abcdef8.cloudfront.net
abcdefgh.lambda-url.us-east-1.on.aws
  publicsuffixlist: abcdefgh.lambda-url.us-east-1.on.aws
  tldextract: on.aws
  tldextract with the private part: on.aws
  publicsuffix2: on.aws
logs.s3.eu-west-1.amazonaws.com
  publicsuffixlist: logs.s3.eu-west-1.amazonaws.com
  tldextract: amazonaws.com
  tldextract with the private part: logs.s3.eu-west-1.amazonaws.com
  publicsuffix2: s3.eu-west-1.amazonaws.com
SEEN
