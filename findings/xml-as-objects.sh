#!/usr/bin/env bash
# S3, CloudFront and IAM answer in XML, in which everything is text. Two ways to have it as objects in Python give other
# values back than what stands there:
#   lxml.objectify (lxml 6.1.3) finds out types, and str() of an element is that of its value, and not its text:
#     the account 012345678901 is 12345678901, a key or version 1.10 is 1.1, a bucket's folder `true` is True, and what
#     is called nan is not even equal to itself; .text has what was written
#   xmltodict 1.0.4 takes blanks from both ends: the keys " a.txt" and "a.txt" of a bucket are one, and what is then
#     read or deleted is the other one. strip_whitespace=False keeps them, and every line end between elements
# botocore does neither. A list of keys that is right for years loses the first one that looks like a number. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install lxml==6.1.3 xmltodict==1.0.4

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import xmltodict
from lxml import objectify

KEYS = ["012345678901", "1.10", "true", "1e3", "nan", "inf", " a.txt", "a.txt", "1_000"]
answer = ('<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>logs</Name>'
          + "".join(f"<Contents><Key>{key}</Key></Contents>" for key in KEYS) + "</ListBucketResult>")
elements = [contents.Key for contents in objectify.fromstring(answer).Contents]
texts = [contents["Key"] for contents in xmltodict.parse(answer)["ListBucketResult"]["Contents"]]
for key, element, text in zip(KEYS, elements, texts):
    print(f"{key!r}: objectify {str(element)!r} ({type(element).__name__}, .text {element.text!r}), xmltodict {text!r}")
print("nan == nan:", elements[4] == elements[4])
print("different keys to xmltodict:", len(set(texts)), "of", len(KEYS))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
'012345678901': objectify '12345678901' (IntElement, .text '012345678901'), xmltodict '012345678901'
'1.10': objectify '1.1' (FloatElement, .text '1.10'), xmltodict '1.10'
'true': objectify 'True' (BoolElement, .text 'true'), xmltodict 'true'
'1e3': objectify '1e3' (StringElement, .text '1e3'), xmltodict '1e3'
'nan': objectify 'nan' (FloatElement, .text 'nan'), xmltodict 'nan'
'inf': objectify 'inf' (FloatElement, .text 'inf'), xmltodict 'inf'
' a.txt': objectify ' a.txt' (StringElement, .text ' a.txt'), xmltodict 'a.txt'
'a.txt': objectify 'a.txt' (StringElement, .text 'a.txt'), xmltodict 'a.txt'
'1_000': objectify '1_000' (StringElement, .text '1_000'), xmltodict '1_000'
nan == nan: False
different keys to xmltodict: 8 of 9
SEEN
