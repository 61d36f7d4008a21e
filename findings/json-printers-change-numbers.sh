#!/usr/bin/env bash
# A formatter of JSON is to change blanks alone: what an API answered is made readable, stored, and compared tomorrow.
# Six of Debian 12's, and json.tool of Python 3.11. Numbers stay what they are with two, yajl's json_reformat 2.1.0 and
# gron 0.7.1 (there and back by -u). With the others there is no error, and the exit code is 0:
#   json_pp, of JSON::PP 4.16, and json_xs 4.040   fifteen digits: of a time since 1970 the microseconds are rounded to
#                                                  tens; 3600.0 is 3600, 1.10 is 1.1, keys are sorted
#   json-glib-format 1.6.6   12345678901234567890, an id of 64 bits, is -6101065172474983726; a price of 0.0000005 is
#                            4.9999999999999998e-07, and 1.10 is 1.1000000000000001. Of lines of JSON, as logs have
#                            them, it prints the first, and so does gron without --stream; the others refuse
#   jshon 20131010 -S        1.1000000000000001, too, and each / of an ARN or a URL is \/
#   json.tool                1e3 is 1000.0, a fraction, which botocore refuses where the API has an integer
# Two states that are equal differ when one went through another tool, and what is signed or hashed is another text.
# Take json_reformat where the text is kept. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libjson-pp-perl=4.16000-1 libjson-xs-perl=4.040-1~deb12u1 libcommon-sense-perl=3.75-3 \
  libtypes-serialiser-perl=1.01-1 json-glib-tools=1.6.6-1 libjson-glib-1.0-0=1.6.6-1 jshon=20131010-3+b1 \
  libjansson4=2.14-2 yajl-tools=2.1.0-3+deb12u2 libyajl2=2.1.0-3+deb12u2 gron=0.7.1-1+b6 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
export PERL5LIB=$folder/usr/share/perl5:$folder/usr/lib/x86_64-linux-gnu/perl5/5.36

cat > in.json <<'JSON'
{"time":1767323045.123456,"usd":0.0000005,"ttl":3600.0,"v":1.10,"limit":1e3,"arn":"a/b"}
JSON
echo '{"trace":12345678901234567890}' > trace.json
printf '{"line":1}\n{"line":2}\n' > lines.json
format() {
  echo "$1"
  shift
  for file in in.json trace.json lines.json; do
    if "$@" < $file > out 2> /dev/null; then
      tr -d ' \n' < out | sed 's/^/  /; s/$/\n/'
    else
      echo '  refused'
    fi
  done
}
gron_there_and_back() { usr/bin/gron | usr/bin/gron -u; }
{
  format json_pp perl usr/bin/json_pp
  format json_xs perl usr/bin/json_xs
  format json-glib-format usr/bin/json-glib-format /dev/stdin
  format jshon usr/bin/jshon -S
  format json_reformat usr/bin/json_reformat
  format gron gron_there_and_back
  format json.tool python3 -m json.tool
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
json_pp
  {"arn":"a/b","limit":1000,"time":1767323045.12346,"ttl":3600,"usd":5e-07,"v":1.1}
  {"trace":12345678901234567890}
  refused
json_xs
  {"arn":"a/b","limit":1000,"time":1767323045.12346,"ttl":3600,"usd":5e-07,"v":1.1}
  {"trace":12345678901234567890}
  refused
json-glib-format
  {"time":1767323045.123456,"usd":4.9999999999999998e-07,"ttl":3600.0,"v":1.1000000000000001,"limit":1000.0,"arn":"a/b"}
  {"trace":-6101065172474983726}
  {"line":1}
jshon
  {"arn":"a\/b","limit":1000.0,"time":1767323045.123456,"ttl":3600.0,"usd":4.9999999999999998e-7,"v":1.1000000000000001}
  refused
  refused
json_reformat
  {"time":1767323045.123456,"usd":0.0000005,"ttl":3600.0,"v":1.10,"limit":1e3,"arn":"a/b"}
  {"trace":12345678901234567890}
  refused
gron
  {"arn":"a/b","limit":1e3,"time":1767323045.123456,"ttl":3600.0,"usd":0.0000005,"v":1.10}
  {"trace":12345678901234567890}
  {"line":1}
json.tool
  {"time":1767323045.123456,"usd":5e-07,"ttl":3600.0,"v":1.1,"limit":1000.0,"arn":"a/b"}
  {"trace":12345678901234567890}
  refused
SEEN
