#!/usr/bin/env bash
# nginx, HAProxy and Redis run Lua, and lua-cjson 2.1.0 (Debian 12's, for Lua 5.4) is how JSON is changed there: an
# answer of an origin, a policy, a message for a log. What is read and written again is not what it was, without an
# error:
#   []                        {}: an empty list and an empty object are one table. Aliases, Items or Statement of the
#                             wrong type are refused by the next reader, or read as something that is there
#   1767323045123456          1.7673230451235e+15, microseconds since 1970: 14 digits are written of each
#                             number, and whole numbers, which Lua 5.4 has, are no exception; 13 digits are right
#   https://…                 https:\/\/…, which is the same to JSON and another text to a signature
#   {"404": 1, "503": 2}      right; a table that the code fills by number, t[404] = 1, is an error ("excessively sparse
#                             array"), and t[3] = 1 is [null,null,1]
# encode_number_precision(16) is refused ("between 1 and 14"), and the settings that OpenResty's has for empty lists are
# not there. lua-dkjson 2.6 keeps the list and the digits. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq lua-cjson=2.1.0+dfsg-2.2 lua-dkjson=2.6-2 lua5.4=5.4.4-3+deb12u1 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
cat > try.lua <<'LUA'
package.cpath = "usr/lib/x86_64-linux-gnu/lua/5.4/?.so"
package.path = "usr/share/lua/5.4/?.lua"
local cjson, dkjson = require "cjson", require "dkjson"
print("cjson " .. cjson._VERSION .. ", " .. dkjson.version)
for _, text in ipairs {
  '{"Items":[]}', '[]', '{}', '1767323045123', '1767323045123456', '0.1', '"https://example.com/"', '{"404":1}' } do
  print(text, cjson.encode(cjson.decode(text)), (dkjson.encode((dkjson.decode(text, 1, dkjson.null)))))
end
print("t[404] = 1", select(2, pcall(cjson.encode, { [404] = 1 })), dkjson.encode { [404] = 1 })
print("t[3] = 1", cjson.encode { [3] = 1 }, dkjson.encode { [3] = 1 })
print("setting for lists:", cjson.encode_empty_table_as_object, cjson.empty_array)
print("16 digits:", select(2, pcall(cjson.encode_number_precision, 16)))
LUA
LD_LIBRARY_PATH=usr/lib/x86_64-linux-gnu usr/bin/lua5.4 try.lua | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
cjson 2.1.0, dkjson 2.6
{"Items":[]}	{"Items":{}}	{"Items":[]}
[]	{}	[]
{}	{}	{}
1767323045123	1767323045123	1767323045123
1767323045123456	1.7673230451235e+15	1767323045123456
0.1	0.1	0.1
"https://example.com/"	"https:\/\/example.com\/"	"https://example.com/"
{"404":1}	{"404":1}	{"404":1}
t[404] = 1	Cannot serialise table: excessively sparse array	{"404":1}
t[3] = 1	[null,null,1]	[null,null,1]
setting for lists:	nil	nil
16 digits:	bad argument #1 to 'cjson.encode_number_precision' (expected integer between 1 and 14)
SEEN
