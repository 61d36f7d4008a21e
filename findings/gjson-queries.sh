#!/usr/bin/env bash
# gjson 1.14.4 (Debian 12's golang-github-tidwall-gjson-dev) asks JSON by a path in Go, without structures, in exporters
# and proxies: Items.#(Ttl>60)#.Id is the Id of each whose Ttl is more than 60. It has no errors, and
#   #(Ttl>0 && Id=="E1")   is #(Ttl>0): what follows the number is passed over, while #(Id=="E1" && Ttl>0) is nothing.
#                          && is not on its page (issues 384 and 398 ask for it)
#   #(Bytes>"100")         of numbers that stand as texts goes by letters: "25" is more. #(Bytes>100) is each text
#   #(Enabled!=true)       leaves out what has no Enabled, and #(Comment==null) what is null
#   #(Enabled)             has what is false, too; #(!Enabled) is nothing. #(Enabled==~false) is the way to ask
#   a.example.com          is three steps; dots of a name want \ in front
#   a key that is there twice   is the first; encoding/json takes the last
# and Int() of 12345678901234567890 is -6101065172474983726. A check of two conditions passes or fails by one of them.
# Write #(…)#|#(…)# for two, and compare in Go. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq golang-1.19-go=1.19.8-2 golang-1.19-src=1.19.8-2 golang-github-tidwall-gjson-dev=1.14.4-2 \
  golang-github-tidwall-match-dev=1.1.1-2 golang-github-tidwall-pretty-dev=1.0.5-1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export GOROOT=$folder/usr/lib/go-1.19 GOPATH=$folder/usr/share/gocode GO111MODULE=off GOCACHE=$folder/cache

cat > ask.go << 'GO'
package main

import (
	"fmt"
	"github.com/tidwall/gjson"
)

func main() {
	text := `{"Items": [
  {"Id": "E1", "Enabled": true, "Ttl": 86400, "Bytes": "900", "Comment": null},
  {"Id": "E2", "Enabled": false, "Ttl": 0, "Bytes": "1000"},
  {"Id": "E3", "Ttl": 60, "Bytes": "25"}],
  "a.example.com": "E1", "twice": 1, "twice": 2, "trace": 12345678901234567890}`
	for _, path := range []string{
		`Items.#(Ttl>0)#.Id`, `Items.#(Ttl>0 && Id=="E1")#.Id`, `Items.#(Id=="E1" && Ttl>0)#.Id`,
		`Items.#(Ttl>0)#|#(Id=="E1")#.Id`,
		`Items.#(Bytes>100)#.Id`, `Items.#(Bytes>"100")#.Id`,
		`Items.#(Enabled!=true)#.Id`, `Items.#(Enabled==~false)#.Id`, `Items.#(Comment==null)#.Id`,
		`Items.#(Enabled)#.Id`, `Items.#(!Enabled)#.Id`,
		`a.example.com`, `a\.example\.com`, `twice`,
	} {
		found := gjson.Get(text, path).Raw
		if found == "" {
			found = "nothing"
		}
		fmt.Printf("%-34s %s\n", path, found)
	}
	fmt.Println("Int of trace", gjson.Get(text, "trace").Int())
}
GO
"$GOROOT/bin/go" run ask.go | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
Items.#(Ttl>0)#.Id                 ["E1","E3"]
Items.#(Ttl>0 && Id=="E1")#.Id     ["E1","E3"]
Items.#(Id=="E1" && Ttl>0)#.Id     []
Items.#(Ttl>0)#|#(Id=="E1")#.Id    ["E1"]
Items.#(Bytes>100)#.Id             ["E1","E2","E3"]
Items.#(Bytes>"100")#.Id           ["E1","E2","E3"]
Items.#(Enabled!=true)#.Id         ["E2"]
Items.#(Enabled==~false)#.Id       ["E2","E3"]
Items.#(Comment==null)#.Id         []
Items.#(Enabled)#.Id               ["E1","E2"]
Items.#(!Enabled)#.Id              []
a.example.com                      nothing
a\.example\.com                    "E1"
twice                              1
Int of trace -6101065172474983726
SEEN
