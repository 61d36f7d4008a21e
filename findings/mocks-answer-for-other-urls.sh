#!/usr/bin/env bash
# Programs that ask a distribution, S3 or an API are tested with a library that answers in the place of the network, for
# a URL that the test names. That another URL is an error there is what such a test is for: a path in capitals, the
# wrong part of a bucket and one more parameter are other objects to CloudFront and S3. Four for Python, by default:
#   requests-mock 1.12.1   has no case: /A.txt is /a.txt, and Signature=ABC is Signature=abc. What has more parameters
#                          is answered, too, and so is /a.txt;v=2
#   pook 2.1.6             compares parameters with a value alone: ?policy answers ?acl, ?policyStatus and no query at
#                          all. With others it takes more of them. /a.txt;v=2 is /a.txt; a URL without a path is all
#                          paths
#   respx 0.23.1, pook     each port is the right one
#   respx                  /a%2Fb is /a/b, and a URL without a path is all paths
#   responses 0.26.3       tells all of these apart; a URL with no query is asked with any
# Of the first, case and parameters are on its page, and case_sensitive=True and complete_qs=True turn both round. With
# the others look at the URL that was asked (`calls`) as well. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install requests==2.34.2 httpx==0.28.1 \
  responses==0.26.3 requests-mock==1.12.1 respx==0.23.1 pook==2.1.6

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import httpx
import pook
import requests
import requests_mock
import responses
import respx


def by_responses(named, asked):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(named, body="mocked")
        return requests.get(asked).text


def by_requests_mock(named, asked):
    with requests_mock.Mocker() as mock:
        mock.get(named, text="mocked")
        return requests.get(asked).text


def by_respx(named, asked):
    with respx.mock(assert_all_called=False) as mock:
        mock.get(named).respond(text="mocked")
        return httpx.get(asked).text


def by_pook(named, asked):
    with pook.use():
        pook.get(named, reply=200, response_body="mocked")
        return requests.get(asked).text


REFUSED = (requests.ConnectionError, requests_mock.NoMockAddress, respx.models.AllMockedAssertionError,
           pook.exceptions.PookNoMatches)
signed = "https://d1.example.com/a.txt?Expires=1&Signature=abc"
bucket = "https://edge.s3.example.com/?policy"
cases = (
    (signed, signed),
    (signed, "https://d1.example.com/a.txt?Expires=1&Signature=abd"),
    (signed, "https://d1.example.com/A.txt?Expires=1&Signature=abc"),
    (signed, "https://d1.example.com/a.txt?Expires=1&Signature=ABC"),
    (signed, "https://d1.example.com/a.txt?Expires=1&Signature=abc&size=2"),
    (signed, "https://d1.example.com:8443/a.txt?Expires=1&Signature=abc"),
    (bucket, "https://edge.s3.example.com/?policy="),
    (bucket, "https://edge.s3.example.com/?acl"),
    (bucket, "https://edge.s3.example.com/?policyStatus"),
    (bucket, "https://edge.s3.example.com/"),
    ("https://d1.example.com/a.txt", "https://d1.example.com/a.txt;v=2"),
    ("https://d1.example.com/a%2Fb", "https://d1.example.com/a/b"),
    ("https://d1.example.com", "https://d1.example.com/other"),
)
answered = {case: [] for case in cases}
# One library after the other: pook knows httpx, too.
for library in (by_responses, by_requests_mock, by_respx, by_pook):
    for case in cases:
        try:
            assert library(*case) == "mocked"
            answered[case].append(library.__name__[3:])
        except REFUSED:
            pass
for (named, asked), names in answered.items():
    print(named.removeprefix("https://"), "<-", asked.removeprefix("https://"))
    print("   ", *(names or ["(none)"]))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
d1.example.com/a.txt?Expires=1&Signature=abc <- d1.example.com/a.txt?Expires=1&Signature=abc
    responses requests_mock respx pook
d1.example.com/a.txt?Expires=1&Signature=abc <- d1.example.com/a.txt?Expires=1&Signature=abd
    (none)
d1.example.com/a.txt?Expires=1&Signature=abc <- d1.example.com/A.txt?Expires=1&Signature=abc
    requests_mock
d1.example.com/a.txt?Expires=1&Signature=abc <- d1.example.com/a.txt?Expires=1&Signature=ABC
    requests_mock
d1.example.com/a.txt?Expires=1&Signature=abc <- d1.example.com/a.txt?Expires=1&Signature=abc&size=2
    requests_mock pook
d1.example.com/a.txt?Expires=1&Signature=abc <- d1.example.com:8443/a.txt?Expires=1&Signature=abc
    respx pook
edge.s3.example.com/?policy <- edge.s3.example.com/?policy=
    responses requests_mock respx pook
edge.s3.example.com/?policy <- edge.s3.example.com/?acl
    pook
edge.s3.example.com/?policy <- edge.s3.example.com/?policyStatus
    pook
edge.s3.example.com/?policy <- edge.s3.example.com/
    pook
d1.example.com/a.txt <- d1.example.com/a.txt;v=2
    requests_mock pook
d1.example.com/a%2Fb <- d1.example.com/a/b
    respx
d1.example.com <- d1.example.com/other
    respx pook
SEEN
