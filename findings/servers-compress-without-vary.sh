#!/usr/bin/env bash
# A web server as the origin of a distribution compresses for those who take gzip. Caches have to be told by `Vary:
# Accept-Encoding`, on the plain answer as well (RFC 9110, 12.5.5), and the two forms want two ETags. Four of Debian
# 12's, with their usual directive for it and nothing else:
#   Caddy 2.6.2       no Vary on what is plain; one strong ETag for both; a part (Range) is compressed by itself, as 206
#                     with the Content-Range of the file: what is put together of such parts is none; HEAD: 20 bytes
#   lighttpd 1.4.69   no Vary on what is plain, nor for HEAD; `gzip;q=0`, which refuses gzip, is answered with gzip
#   h2o 2.2.5         no Vary on what is plain; one strong ETag for both
#   Apache 2.4.71     Vary on both and two ETags, and its own …-gzip ETag is never "not modified" (its bug 45023): each
#                     revalidation of the edge fetches the page anew, unless DeflateAlterETag NoChange is there
# The first visitor without gzip, a health check or a script, leaves the plain page in each cache that goes by Vary.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $servers 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
servers=''
(cd "$folder" && apt-get download -qq caddy=2.6.2-5 lighttpd=1.4.69-1 lighttpd-mod-deflate=1.4.69-1 h2o=2.2.5+dfsg2-7 \
  apache2-bin=2.4.71-1~deb12u1 libapr1 libaprutil1 libxxhash0 libnettle8 libpcre2-8-0 libyaml-0-2 libjansson4 \
  liblua5.3-0 libnghttp2-14 libcurl4 2>/dev/null && for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
chmod 755 .
mkdir www
for number in $(seq 2000); do echo "<p>page $number"; done > www/page.html
ports=($(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*(one.getsockname()[1] for one in sockets))'))

cat > Caddyfile <<CADDY
{
  admin off
  auto_https off
}
http://127.0.0.1:${ports[0]} {
  root * $folder/www
  encode gzip
  file_server
}
CADDY
cat > lighttpd.conf <<LIGHTTPD
server.port = ${ports[1]}
server.bind = "127.0.0.1"
server.document-root = "$folder/www"
server.modules = ("mod_deflate", "mod_staticfile")
deflate.mimetypes = ("text/html")
deflate.allowed-encodings = ("gzip")
mimetype.assign = (".html" => "text/html")
LIGHTTPD
cat > h2o.conf <<H2O
user: $(id -un)
listen: {port: ${ports[2]}, host: 127.0.0.1}
compress: ON
hosts: {default: {paths: {/: {file.dir: $folder/www}}}}
H2O
modules=$folder/usr/lib/apache2/modules
cat > apache.conf <<APACHE
ServerRoot $folder
ServerName localhost
Listen 127.0.0.1:${ports[3]}
PidFile $folder/apache.pid
ErrorLog $folder/apache.log
Mutex file:$folder default
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule filter_module $modules/mod_filter.so
LoadModule deflate_module $modules/mod_deflate.so
LoadModule mime_module $modules/mod_mime.so
TypesConfig /dev/null
AddType text/html .html
User www-data
Group www-data
DocumentRoot $folder/www
AddOutputFilterByType DEFLATE text/html
APACHE
start() {
  LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu HOME=$folder "$@" > "$folder/log" 2>&1 &
  servers="$servers $!"
}
start usr/bin/caddy run --config Caddyfile
start usr/sbin/lighttpd -D -m usr/lib/lighttpd -f lighttpd.conf
start usr/bin/h2o -c h2o.conf
start usr/sbin/apache2 -DFOREGROUND -f "$folder/apache.conf"

cat > try.py <<'PYTHON'
import http.client
import sys
import time

NAMES = "caddy", "lighttpd", "h2o", "apache"
for name, port in zip(NAMES, sys.argv[1:]):
    def ask(method="GET", **named):
        headers = {key.replace("_", "-"): named[key] for key in named}
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
                connection.request(method, "/page.html", headers=headers)
                answer = connection.getresponse()
                return answer, len(answer.read())
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise SystemExit(f"{name} does not answer")

    tags = {}
    for method, headers in (("GET", {}), ("GET", {"Accept_Encoding": "gzip"}), ("GET", {"Accept_Encoding": "gzip;q=0"}),
                            ("HEAD", {"Accept_Encoding": "gzip"}),
                            ("GET", {"Accept_Encoding": "gzip", "Range": "bytes=0-999"})):
        answer, size = ask(method, **headers)
        encoding = answer.getheader("Content-Encoding", "plain")
        tags.setdefault(encoding, answer.getheader("ETag"))
        asked = " ".join([method, *headers.values()])
        text = f"{name}: {asked}: {answer.status} {encoding}, Vary {answer.getheader('Vary')}"
        if method == "HEAD" and encoding == "gzip":
            text += f", Content-Length {answer.getheader('Content-Length')}"
        if answer.status == 206:
            text += f", {answer.getheader('Content-Range')}, {size} bytes"
        print(text)
    again, _ = ask(Accept_Encoding="gzip", If_None_Match=tags["gzip"])
    print(f"{name}: one ETag for both: {tags['gzip'] == tags['plain']}; asked again with its own: {again.status}")
PYTHON
python3 try.py "${ports[@]}" | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
caddy: GET: 200 plain, Vary None
caddy: GET gzip: 200 gzip, Vary Accept-Encoding
caddy: GET gzip;q=0: 200 plain, Vary None
caddy: HEAD gzip: 200 gzip, Vary Accept-Encoding, Content-Length 20
caddy: GET gzip bytes=0-999: 206 gzip, Vary Accept-Encoding, bytes 0-999/24893, 202 bytes
caddy: one ETag for both: True; asked again with its own: 304
lighttpd: GET: 200 plain, Vary None
lighttpd: GET gzip: 200 gzip, Vary Accept-Encoding
lighttpd: GET gzip;q=0: 200 gzip, Vary Accept-Encoding
lighttpd: HEAD gzip: 200 plain, Vary None
lighttpd: GET gzip bytes=0-999: 200 gzip, Vary Accept-Encoding
lighttpd: one ETag for both: False; asked again with its own: 304
h2o: GET: 200 plain, Vary None
h2o: GET gzip: 200 gzip, Vary accept-encoding
h2o: GET gzip;q=0: 200 plain, Vary None
h2o: HEAD gzip: 200 plain, Vary None
h2o: GET gzip bytes=0-999: 206 plain, Vary None, bytes 0-999/24893, 1000 bytes
h2o: one ETag for both: True; asked again with its own: 304
apache: GET: 200 plain, Vary Accept-Encoding
apache: GET gzip: 200 gzip, Vary Accept-Encoding
apache: GET gzip;q=0: 200 plain, Vary Accept-Encoding
apache: HEAD gzip: 200 gzip, Vary Accept-Encoding, Content-Length 4692
apache: GET gzip bytes=0-999: 206 gzip, Vary Accept-Encoding, bytes 0-999/4692, 1000 bytes
apache: one ETag for both: False; asked again with its own: 200
SEEN
