#!/usr/bin/env bash
# How large is a bucket? `xmllint --xpath 'sum(//Size)'` asks the XML that S3 answers. XPath 1.0 (4.2) has a number as
# text in decimal, without an exponent, with as many digits as tell it apart from all others. libxml2 2.9.14 (Debian
# 12's), which most XPath there goes through, has not:
#   xmllint --xpath 'sum(…)'      six digits: from a million on the rest is gone, 1234567 is 1.23457e+06
#   the same within string()      3.234567891e+09, from 2 GiB on, which is no number to a shell, bc or XPath itself
#   xmlstarlet sel -v             the same, also of string() and concat(), by which names and reports are made
#   lxml 6.1.3, string(sum(…))    the same; without string() it is a float, and right
# What was tried on a small bucket is right. format-number(…, "0") is right in xmlstarlet and XSLT, and xmllint does not
# have it; elementpath 5.1.4 for Python goes by the standard. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq libxml2-utils=2.9.14+dfsg-1.3~deb12u6 libxml2=2.9.14+dfsg-1.3~deb12u6 \
  xmlstarlet=1.6.1-3 libxslt1.1 libicu72 2>/dev/null && for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install lxml==6.1.3 elementpath==5.1.4

cd "$folder"
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
for sizes in '<Size>999999</Size>' '<Size>1234567</Size>' '<Size>3234567000</Size><Size>891</Size>'; do
  echo "<ListBucketResult>$sizes</ListBucketResult>" > list.xml
  echo "$sizes"
  echo "  xmllint $(usr/bin/xmllint --xpath 'sum(//Size)' list.xml)," \
    "with string() $(usr/bin/xmllint --xpath 'string(sum(//Size))' list.xml)"
  echo "  xmlstarlet $(usr/bin/xmlstarlet sel -t -v 'sum(//Size)' list.xml)," \
    "with concat() $(usr/bin/xmlstarlet sel -t -v 'concat(sum(//Size), " bytes")' list.xml)," \
    "with format-number() $(usr/bin/xmlstarlet sel -t -v 'format-number(sum(//Size), "0")' list.xml)"
  LD_LIBRARY_PATH='' venv/bin/python - <<'PYTHON'
import elementpath
from lxml import etree

document = etree.parse("list.xml")
text = elementpath.select(document, "string(sum(//Size))", parser=elementpath.XPath1Parser)
print(f"  lxml {document.xpath('string(sum(//Size))')}, float {document.xpath('sum(//Size)')}, elementpath {text}")
PYTHON
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
<Size>999999</Size>
  xmllint 999999, with string() 999999
  xmlstarlet 999999, with concat() 999999 bytes, with format-number() 999999
  lxml 999999, float 999999.0, elementpath 999999
<Size>1234567</Size>
  xmllint 1.23457e+06, with string() 1234567
  xmlstarlet 1234567, with concat() 1234567 bytes, with format-number() 1234567
  lxml 1234567, float 1234567.0, elementpath 1234567
<Size>3234567000</Size><Size>891</Size>
  xmllint 3.23457e+09, with string() 3.234567891e+09
  xmlstarlet 3.234567891e+09, with concat() 3.234567891e+09 bytes, with format-number() 3234567891
  lxml 3.234567891e+09, float 3234567891.0, elementpath 3234567891
SEEN
