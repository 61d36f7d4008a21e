#!/usr/bin/env bash
# Players, downloads that go on, and the edge that asks whether a file is still the same: six servers of Debian 12's as
# an origin, one text file, and what RFC 9110 has for it.
#   If-Range with another ETag or date   (all of the new file is to come) h2o 2.2.5 does not look at it, and sends the
#                                        part: the beginning of the old file and the end of the new one
#   If-None-Match: W/"…", as CloudFront makes of an ETag when it compresses, a list, or *
#                                        h2o sends the page; Varnish 7.1.1 for a list and for *
#   two parts, bytes=0-1,4-5             Varnish: 416, as if there were none. So is bytes=0-1,99-100, of which one is
#   items=0-1, a unit that is not known  (is to be passed over) Varnish, Caddy 2.6.2 and h2o: 416
#   If-Match with another ETag           (412) lighttpd 1.4.69, Varnish and h2o do not look at it
#   If-Modified-Since, a day later       nginx 1.22.1 sends the page: the very date is wanted unless if_modified_since
#                                        before is set (its page says so)
# Apache 2.4.71 is right in all of these. A deployment in the middle of a download, and players that ask for two parts,
# show it. Have files with a hash in their name. Needs gcc, as Varnish does. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $servers 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
servers=
cd "$folder"
apt-get download -qq caddy=2.6.2-5 lighttpd=1.4.69-1 h2o=2.2.5+dfsg2-7 apache2-bin=2.4.71-1~deb12u1 \
  nginx=1.22.1-9+deb12u11 varnish=7.1.1-2+deb12u1 libvarnishapi3=7.1.1-2+deb12u1 libjemalloc2 libapr1 libaprutil1 \
  libxxhash0 libnettle8 libpcre2-8-0 libyaml-0-2 libjansson4 liblua5.3-0 libnghttp2-14 libcurl4 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
chmod 755 .
mkdir www
printf 0123456789abcdefghijklmnopqrstuvwxyz > www/page.txt
touch -d 2024-01-01T00:00:00Z www/page.txt
read -ra ports < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(6)]
print(*(one.getsockname()[1] for one in sockets))')

modules=$folder/usr/lib/apache2/modules
cat > apache.conf << APACHE
ServerRoot $folder
ServerName localhost
Listen 127.0.0.1:${ports[0]}
PidFile $folder/apache.pid
ErrorLog $folder/apache.log
Mutex file:$folder default
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
User www-data
Group www-data
DocumentRoot $folder/www
APACHE
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
  server { listen 127.0.0.1:${ports[1]}; root $folder/www; }
}
NGINX
cat > lighttpd.conf << LIGHTTPD
server.port = ${ports[2]}
server.bind = "127.0.0.1"
server.document-root = "$folder/www"
server.modules = ("mod_staticfile")
mimetype.assign = (".txt" => "text/plain")
LIGHTTPD
cat > Caddyfile << CADDY
{
  admin off
  auto_https off
}
http://127.0.0.1:${ports[3]} {
  root * $folder/www
  file_server
}
CADDY
cat > h2o.conf << H2O
user: $(id -un)
listen: {port: ${ports[4]}, host: 127.0.0.1}
hosts: {default: {paths: {/: {file.dir: $folder/www}}}}
H2O
echo "vcl 4.1; backend nginx { .host = \"127.0.0.1\"; .port = \"${ports[1]}\"; }" > varnish.vcl
start() {
  LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/usr/lib/x86_64-linux-gnu/varnish HOME=$folder \
    "$@" > "log.${1##*/}" 2>&1 &
  servers="$servers $!"
}
start usr/sbin/apache2 -DFOREGROUND -f "$folder/apache.conf"
start usr/sbin/nginx -p "$folder" -c nginx.conf
start usr/sbin/lighttpd -D -m usr/lib/lighttpd -f lighttpd.conf
start usr/bin/caddy run --config Caddyfile
start usr/bin/h2o -c h2o.conf
start usr/sbin/varnishd -F -j none -a "127.0.0.1:${ports[5]}" -T none -n "$folder/varnish" -f "$folder/varnish.vcl"

cat > ask.py << 'PYTHON'
import http.client
import sys
import time

NAMES = "Apache", "nginx", "lighttpd", "Caddy", "h2o", "Varnish"
PORTS = dict(zip(NAMES, map(int, sys.argv[1:])))


def ask(name, **headers):
    for _ in range(150):
        try:
            client = http.client.HTTPConnection("127.0.0.1", PORTS[name], timeout=10)
            client.request("GET", "/page.txt", headers={key.replace("_", "-"): headers[key] for key in headers})
            answer = client.getresponse()
            answer.read()
            return answer
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{name} does not answer")


tags = {name: ask(name).getheader("ETag") for name in NAMES}
LATER = "Tue, 02 Jan 2024 00:00:00 GMT"
for title, headers in [
    ("a part", {"Range": "bytes=0-1"}),
    ("If-Range, this ETag", {"Range": "bytes=0-1", "If_Range": "TAG"}),
    ("If-Range, another ETag", {"Range": "bytes=0-1", "If_Range": '"other"'}),
    ("If-Range, another date", {"Range": "bytes=0-1", "If_Range": LATER}),
    ("two parts", {"Range": "bytes=0-1,4-5"}),
    ("one part of two", {"Range": "bytes=0-1,99-100"}),
    ("parts in items", {"Range": "items=0-1"}),
    ("If-None-Match", {"If_None_Match": "TAG"}),
    ("If-None-Match, W/", {"If_None_Match": "W/TAG"}),
    ("If-None-Match, a list", {"If_None_Match": '"other", TAG'}),
    ("If-None-Match: *", {"If_None_Match": "*"}),
    ("If-Match, another", {"If_Match": '"other"'}),
    ("If-Modified-Since later", {"If_Modified_Since": LATER}),
]:
    statuses = []
    for name in NAMES:
        asked = {key: value.replace("TAG", tags[name]) for key, value in headers.items()}
        statuses.append(f"{name} {ask(name, **asked).status}")
    print(f"{title:24}{'  '.join(statuses)}")
PYTHON
python3 ask.py "${ports[@]}" | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
a part                  Apache 206  nginx 206  lighttpd 206  Caddy 206  h2o 206  Varnish 206
If-Range, this ETag     Apache 206  nginx 206  lighttpd 206  Caddy 206  h2o 206  Varnish 206
If-Range, another ETag  Apache 200  nginx 200  lighttpd 200  Caddy 200  h2o 206  Varnish 200
If-Range, another date  Apache 200  nginx 200  lighttpd 200  Caddy 200  h2o 206  Varnish 200
two parts               Apache 206  nginx 206  lighttpd 206  Caddy 206  h2o 206  Varnish 416
one part of two         Apache 206  nginx 206  lighttpd 206  Caddy 206  h2o 206  Varnish 416
parts in items          Apache 200  nginx 200  lighttpd 200  Caddy 416  h2o 416  Varnish 416
If-None-Match           Apache 304  nginx 304  lighttpd 304  Caddy 304  h2o 304  Varnish 304
If-None-Match, W/       Apache 304  nginx 304  lighttpd 304  Caddy 304  h2o 200  Varnish 304
If-None-Match, a list   Apache 304  nginx 304  lighttpd 304  Caddy 304  h2o 200  Varnish 200
If-None-Match: *        Apache 304  nginx 304  lighttpd 304  Caddy 304  h2o 200  Varnish 200
If-Match, another       Apache 412  nginx 412  lighttpd 200  Caddy 412  h2o 200  Varnish 200
If-Modified-Since later Apache 304  nginx 200  lighttpd 304  Caddy 304  h2o 304  Varnish 304
SEEN
