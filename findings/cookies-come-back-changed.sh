#!/usr/bin/env bash
# A client keeps the value of a cookie as it came, quotes and all, and sends it back so (RFC 6265, 5.2 and 5.4); it does
# so whatever the value is, which browsers do. Origins, functions and cache keys at the edge go by that text. Clients
# that probe a site or warm its cache, on what a server may set:
#   a=b+c==, as in Base64    aiohttp 3.14.5 puts quotes around it, and e= comes back as e="" (quote_cookie of its
#                            CookieJar, on by default, which its page has for "special characters")
#   h="abc"                  without its quotes from Go 1.19 and http-cookie 1.0.5 for Ruby
#   Domain=EDGE.test         (in any case, 5.2.3) is not kept by aiohttp and HTTP::CookieJar 0.014 for Perl
# and on what the standard advises against and sites set all the same, which requests (by Python 3.11) sends as it is:
#   j={"a":1,"b":2}          gone in Go, j="{a:1,b:2}" from Ruby, with octal numbers from aiohttp
#   c=a,b                    in quotes from Go, Ruby and aiohttp
#   Expires=0                (a date that cannot be read is none) HTTP::CookieJar takes it for the past, and drops it
# A session that is signed is then no longer right, and each such request has a key of its own in the cache. Give
# aiohttp CookieJar(quote_cookie=False), and set values of letters, digits, - and _. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install aiohttp==3.14.5 requests==2.34.2
apt-get download -qq golang-1.19-go=1.19.8-2 golang-1.19-src=1.19.8-2 ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  libruby3.1=3.1.7+really3.1.2-0+deb12u1 ruby-http-cookie=1.0.5-1 ruby-domain-name=0.5.20190701-1 ruby-unf=0.1.4-2.1 \
  libhttp-cookiejar-perl=0.014-1 libhttp-date-perl=6.05-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch PERL5LIB=$folder/usr/share/perl5
export GOROOT=$folder/usr/lib/go-1.19 GO111MODULE=off GOCACHE=$folder/cache
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0

cat > lines << 'LINES'
plain=abc; Path=/
a=b+c==; Path=/
e=; Path=/
h="abc"; Path=/
d=1; Domain=EDGE.test; Path=/
j={"a":1,"b":2}; Path=/
c=a,b; Path=/
x=1; Expires=0; Path=/
LINES
cat > jar.go << 'GO'
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
)

func main() {
	page, _ := url.Parse("http://www.edge.test/")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		jar, _ := cookiejar.New(nil)
		response := http.Response{Header: http.Header{"Set-Cookie": {lines.Text()}}}
		jar.SetCookies(page, response.Cookies())
		request := http.Request{Header: http.Header{}}
		for _, cookie := range jar.Cookies(page) {
			request.AddCookie(cookie)
		}
		fmt.Println(request.Header.Get("Cookie"))
	}
}
GO
cat > jar.rb << 'RUBY'
require "http-cookie"
STDIN.each_line(chomp: true) do |line|
  jar = HTTP::CookieJar.new
  jar.parse(line, "http://www.edge.test/")
  puts HTTP::Cookie.cookie_value(jar.cookies("http://www.edge.test/"))
end
RUBY
cat > jar.pl << 'PERL'
use HTTP::CookieJar;
while (<STDIN>) {
  chomp;
  my $jar = HTTP::CookieJar->new;
  $jar->add("http://www.edge.test/", $_);
  print $jar->cookie_header("http://www.edge.test/"), "\n";
}
PERL
cat > jar.py << 'PYTHON'
import asyncio
import http.server
import socket
import sys
import threading

import aiohttp
import requests


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.headers.get("Cookie", "").encode()
        self.send_response(200)
        if self.path == "/set":
            self.send_header("Set-Cookie", line)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


async def by_aiohttp():
    connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
    async with aiohttp.ClientSession(base, connector=connector) as session:
        async with session.get("/set"), session.get("/") as response:
            return await response.text()


def by_requests():
    with requests.Session() as session:
        session.trust_env = False
        session.get(base + "/set")
        return session.get(base + "/").text


here = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: here("127.0.0.1", *rest, **more)
site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
base = f"http://www.edge.test:{site.server_port}"
for line in sys.stdin.read().splitlines():
    print(by_requests() if sys.argv[1] == "requests" else asyncio.run(by_aiohttp()))
PYTHON

"$GOROOT/bin/go" build -o jar jar.go
venv/bin/python jar.py requests < lines > requests
venv/bin/python jar.py aiohttp < lines > aiohttp
./jar < lines > go
usr/bin/ruby3.1 jar.rb < lines > ruby
perl jar.pl < lines > perl
{
  echo 'set | requests | aiohttp | Go | Ruby | Perl'
  paste -d '|' lines requests aiohttp go ruby perl | sed 's/|/ | /g'
} | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
set | requests | aiohttp | Go | Ruby | Perl
plain=abc; Path=/ | plain=abc | plain=abc | plain=abc | plain=abc | plain=abc
a=b+c==; Path=/ | a=b+c== | a="b+c==" | a=b+c== | a=b+c== | a=b+c==
e=; Path=/ | e= | e="" | e= | e= | e=
h="abc"; Path=/ | h="abc" | h="abc" | h=abc | h=abc | h="abc"
d=1; Domain=EDGE.test; Path=/ | d=1 |  | d=1 | d=1 | 
j={"a":1,"b":2}; Path=/ | j={"a":1,"b":2} | j="{\"a\":1\054\"b\":2}" |  | j="{a:1,b:2}" | j={"a":1,"b":2}
c=a,b; Path=/ | c=a,b | c="a\054b" | c="a,b" | c="a,b" | c=a,b
x=1; Expires=0; Path=/ | x=1 | x=1 | x=1 | x=1 | 
SEEN
