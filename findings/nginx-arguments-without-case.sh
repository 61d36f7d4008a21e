#!/usr/bin/env bash
# nginx 1.22.1 (Debian 12's) has $arg_v for a parameter of the query and $cookie_session for a cookie, and keys of
# caches, maps and logs are made with them. Names of both are compared without case, as those of headers are, which the
# page of its variables does not say; CloudFront, browsers and applications tell them apart:
#   ?V=7                                 $arg_v is 7; of ?V=2&v=1 it is 2, the first
#   SESSION=one; session=two             $cookie_session is one, which is another cookie
#   ?%76=8, which is v to an application $arg_v is empty
#   proxy_cache_key $uri|$arg_v          ?V=7, a page without a version to the origin, is kept as that of ?v=7, and
#                                        a distribution in front that has v in its cache policy keeps what it gets
# HAProxy 2.6.12 (urlp, req.cook) goes by case. A test asks with the name as it is written. Make keys of $args, or look
# for the name with a regular expression on it. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $servers 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
servers=
cd "$folder"
apt-get download -qq nginx=1.22.1-9+deb12u11 haproxy=2.6.12-1+deb12u4 libpcre2-8-0 liblua5.3-0 \
  libopentracing-c-wrapper0 libopentracing1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
chmod 755 .
read -ra ports < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(one.getsockname()[1] for one in sockets))')

cat > origin.py << 'PYTHON'
import http.server
import sys
from urllib.parse import parse_qs, urlsplit


class Origin(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        version = parse_qs(urlsplit(self.path).query).get("v", ["none"])[0]
        body = f"page of version {version}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Origin).serve_forever()
PYTHON
cat > nginx.conf << NGINX
daemon off;
master_process off;
pid $folder/nginx.pid;
error_log $folder/nginx.log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/1; proxy_temp_path $folder/2; fastcgi_temp_path $folder/3;
  uwsgi_temp_path $folder/4; scgi_temp_path $folder/5;
  proxy_cache_path $folder/cache keys_zone=pages:1m;
  server {
    listen 127.0.0.1:${ports[1]};
    location /seen { return 200 "v is '\$arg_v', session is '\$cookie_session'"; }
    location /page {
      proxy_pass http://127.0.0.1:${ports[0]};
      proxy_cache pages;
      proxy_cache_key \$uri|\$arg_v;
      proxy_cache_valid 200 1m;
    }
  }
}
NGINX
cat > haproxy.conf << HAPROXY
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend pages
  bind 127.0.0.1:${ports[2]}
  http-request return status 200 content-type text/plain \
    lf-string "v is '%[urlp(v)]', session is '%[req.cook(session)]'"
HAPROXY
start() {
  LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu "$@" > "$folder/log.${1##*/}" 2>&1 &
  servers="$servers $!"
}
start python3 origin.py "${ports[0]}"
start usr/sbin/nginx -p "$folder" -c nginx.conf
start usr/sbin/haproxy -f haproxy.conf
for port in "${ports[@]}"; do
  for _ in {1..50}; do (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break || sleep 0.2; done
done

{
  for request in '?v=1 -' '?V=7 -' '?V=2&v=1 -' '?%76=8 -' '- session=two' '- SESSION=one; session=two'; do
    query=${request%% *}
    cookie=${request#* }
    echo "$request"
    echo "  nginx:   $(curl -s -H "Cookie: $cookie" "http://127.0.0.1:${ports[1]}/seen${query#-}")"
    echo "  HAProxy: $(curl -s -H "Cookie: $cookie" "http://127.0.0.1:${ports[2]}/seen${query#-}")"
  done
  for query in '?V=7' '?v=7' '?v=9'; do
    echo "/page$query through nginx's cache: $(curl -s "http://127.0.0.1:${ports[1]}/page$query")"
  done
} | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
?v=1 -
  nginx:   v is '1', session is ''
  HAProxy: v is '1', session is ''
?V=7 -
  nginx:   v is '7', session is ''
  HAProxy: v is '', session is ''
?V=2&v=1 -
  nginx:   v is '2', session is ''
  HAProxy: v is '1', session is ''
?%76=8 -
  nginx:   v is '', session is ''
  HAProxy: v is '', session is ''
- session=two
  nginx:   v is '', session is 'two'
  HAProxy: v is '', session is 'two'
- SESSION=one; session=two
  nginx:   v is '', session is 'one'
  HAProxy: v is '', session is 'two'
/page?V=7 through nginx's cache: page of version none
/page?v=7 through nginx's cache: page of version none
/page?v=9 through nginx's cache: page of version 9
SEEN
