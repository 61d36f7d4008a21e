#!/usr/bin/env bash
# xml2 0.5 (Debian 12's) makes lines of XML, /Distribution/Aliases/Items/CNAME=a.example.com, so that grep and sed can
# work on it, and 2xml makes XML of the lines again. One would think that what is not touched comes back. Of members of
# one name with a text, one behind the other, the first does: each further one gets a line end in front of its text
#   <CNAME>a.example.com</CNAME><CNAME>b.example.com</CNAME>    the second is "\nb.example.com"
# since an empty line that parts the two is taken for an empty text, and the text for the next line of it. Lists of
# CloudFront's and S3's XML consist of that: aliases, methods, headers, protocols, and the keys of a list to be deleted,
# where "\nb.txt" is another object. Members with members of their own, and texts of several lines, are right, and so is
# one alone, which is what one tries. The way back is valid XML, and has as many members as before. Change XML with
# xmlstarlet ed. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq xml2=0.5-4 2> /dev/null
dpkg -x xml2_*.deb .
export PATH="$folder/usr/bin:$PATH"

cat > in.xml <<'XML'
<Config><Aliases><Quantity>3</Quantity><Items>
<CNAME>a.example.com</CNAME><CNAME>b.example.com</CNAME><CNAME>c.example.com</CNAME></Items></Aliases>
<Origins><Items><Origin><Id>one</Id></Origin><Origin><Id>two</Id></Origin></Items></Origins><Comment>two
lines</Comment></Config>
XML
xml2 < in.xml | 2xml > out.xml
python3 - <<'PYTHON' | tee seen
import xml.etree.ElementTree

for name in ("in.xml", "out.xml"):
    root = xml.etree.ElementTree.parse(name).getroot()
    print(name, [one.text for one in root.iter("CNAME")], [one.text for one in root.iter("Id")],
          [one.text for one in root.iter("Comment")])
PYTHON
xml2 < in.xml | grep CNAME | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
in.xml ['a.example.com', 'b.example.com', 'c.example.com'] ['one', 'two'] ['two\nlines']
out.xml ['a.example.com', '\nb.example.com', '\nc.example.com'] ['one', 'two'] ['two\nlines']
/Config/Aliases/Items/CNAME=a.example.com
/Config/Aliases/Items/CNAME
/Config/Aliases/Items/CNAME=b.example.com
/Config/Aliases/Items/CNAME
/Config/Aliases/Items/CNAME=c.example.com
SEEN
