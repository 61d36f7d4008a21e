#!/usr/bin/env bash
# jo 1.9 (Debian 12's) makes JSON of words in a shell, which is how parameters, tags and small reports are often written
# there. What looks like a number becomes one, by the rules of C and not of JSON, and its text is gone:
#   account=012345678901   12345678901, an account of eleven digits
#   version=1.10           1.1
#   commit=1234567e12      1.234567e+18
#   mask=0x10              16
# and quotes do not help, as the shell takes them. The type of a member is thus another one with another commit. -s
# before a word keeps it text; it goes for that one word, and only behind `--`. An empty value is null, where a tag
# would have an empty text. What begins with @ or % in a value is the name of a file. jq -n --arg keeps all of them as
# texts. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq jo=1.9-1 2> /dev/null && dpkg -x jo*.deb .)

cd "$folder"
{
  usr/bin/jo -v
  usr/bin/jo account=012345678901 version=1.10 commit=1234567e12 mask=0x10 owner= "id='12'"
  usr/bin/jo -- -s account=012345678901 version=1.10
  usr/bin/jo commit=1234567e12
  usr/bin/jo commit=1234567f12
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
jo 1.9
{"account":12345678901,"version":1.1,"commit":1.234567e+18,"mask":16,"owner":null,"id":"'12'"}
{"account":"012345678901","version":1.1}
{"commit":1.234567e+18}
{"commit":"1234567f12"}
SEEN
