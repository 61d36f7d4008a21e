#!/usr/bin/env bash
# `expires 1h` in a web server is how files get a time to live, and one line for a whole site reaches the application
# behind it as well. What that says itself (no-store for a basket, private, max-age=0) should stay, and the edge goes by
# what comes out. Three servers of Debian 12 in front of an application, each with its directive for an hour:
#   nginx 1.22.1, expires             takes Cache-Control and Expires away and puts its own: no-store and private are
#                                     max-age=3600, s-maxage is gone (its page says "modifying")
#   Apache 2.4.71, ExpiresDefault     puts its own behind: "max-age=0, max-age=3600". Of two a cache may take the first
#                                     or hold the answer for stale (RFC 9111, 4.2.1); Squid 5.7 takes the first, and
#                                     Apache's own cache the last. Where the application has Expires, nothing is added
#   lighttpd 1.4.69, expire.url       leaves Cache-Control as it is. Where there is Expires alone it adds max-age=3600,
#                                     which goes before it: a page that was over is good for an hour
#   nginx, add_header Cache-Control   a second header: no-store and max-age=3600
# Redirects get it from nginx and Apache, too. A test with a file is right, and so is one that looks at status and body.
# Put the directive where the files are, and look at the headers of a page behind a login. Fails where a line below is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $servers 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
servers=
cd "$folder"
apt-get download -qq apache2-bin=2.4.71-1~deb12u1 nginx=1.22.1-9+deb12u11 lighttpd=1.4.69-1 libapr1 libaprutil1 \
  libxxhash0 libnettle8 libpcre2-8-0 libjansson4 liblua5.3-0 libnghttp2-14 libcurl4 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
chmod 755 .
mkdir www
read -ra ports < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(5)]
print(*(one.getsockname()[1] for one in sockets))')

cat > application.py << 'PYTHON'
import http.server
import sys

ANSWERS = {"/nothing": [], "/no-store": [("Cache-Control", "no-store")], "/private": [("Cache-Control", "private")],
           "/max-age=0": [("Cache-Control", "max-age=0")], "/s-maxage": [("Cache-Control", "s-maxage=60")],
           "/Expires": [("Expires", "Fri, 02 Jan 1970 00:00:00 GMT")], "/redirect": [("Location", "/login")]}


class Application(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302 if self.path == "/redirect" else 200)
        for name, value in ANSWERS.get(self.path, []):
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Application).serve_forever()
PYTHON
modules=$folder/usr/lib/apache2/modules
cat > apache.conf << APACHE
ServerRoot $folder
ServerName localhost
Listen 127.0.0.1:${ports[1]}
PidFile $folder/apache.pid
ErrorLog $folder/apache.log
Mutex file:$folder default
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule proxy_module $modules/mod_proxy.so
LoadModule proxy_http_module $modules/mod_proxy_http.so
LoadModule expires_module $modules/mod_expires.so
User www-data
Group www-data
ProxyPass / http://127.0.0.1:${ports[0]}/
ExpiresActive On
ExpiresDefault "access plus 1 hour"
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
  server { listen 127.0.0.1:${ports[2]}; location / { proxy_pass http://127.0.0.1:${ports[0]}; expires 1h; } }
  server {
    listen 127.0.0.1:${ports[3]};
    location / { proxy_pass http://127.0.0.1:${ports[0]}; add_header Cache-Control max-age=3600; }
  }
}
NGINX
cat > lighttpd.conf << LIGHTTPD
server.port = ${ports[4]}
server.bind = "127.0.0.1"
server.document-root = "$folder/www"
server.modules = ("mod_expire", "mod_proxy")
proxy.server = ("" => (("host" => "127.0.0.1", "port" => ${ports[0]})))
expire.url = ("/" => "access plus 1 hours")
LIGHTTPD
start() {
  LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu "$@" > "log.${1##*/}" 2>&1 &
  servers="$servers $!"
}
start python3 application.py "${ports[0]}"
start usr/sbin/apache2 -DFOREGROUND -f "$folder/apache.conf"
start usr/sbin/nginx -p "$folder" -c nginx.conf
start usr/sbin/lighttpd -D -m usr/lib/lighttpd -f lighttpd.conf
for port in "${ports[@]}"; do
  for _ in {1..50}; do (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break || sleep 0.2; done
done

cat > ask.py << 'PYTHON'
import http.client
import sys

NAMES = "application", "Apache", "nginx, expires", "nginx, add_header", "lighttpd"
for path in "/nothing", "/no-store", "/private", "/max-age=0", "/s-maxage", "/Expires", "/redirect":
    print(path[1:])
    for name, port in zip(NAMES, sys.argv[1:]):
        client = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        client.request("GET", path)
        answer = client.getresponse()
        values = answer.headers.get_all("Cache-Control", [])
        if expires := answer.getheader("Expires"):
            values.append("Expires in 1970" if " 1970 " in expires else "Expires in an hour")
        print(f"  {name:18} {' | '.join(values)}".rstrip())
PYTHON
python3 ask.py "${ports[@]}" | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
nothing
  application
  Apache             max-age=3600 | Expires in an hour
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  max-age=3600
  lighttpd           max-age=3600
no-store
  application        no-store
  Apache             no-store, max-age=3600 | Expires in an hour
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  no-store | max-age=3600
  lighttpd           no-store
private
  application        private
  Apache             private, max-age=3600 | Expires in an hour
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  private | max-age=3600
  lighttpd           private
max-age=0
  application        max-age=0
  Apache             max-age=0, max-age=3600 | Expires in an hour
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  max-age=0 | max-age=3600
  lighttpd           max-age=0
s-maxage
  application        s-maxage=60
  Apache             s-maxage=60, max-age=3600 | Expires in an hour
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  s-maxage=60 | max-age=3600
  lighttpd           s-maxage=60
Expires
  application        Expires in 1970
  Apache             Expires in 1970
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  max-age=3600 | Expires in 1970
  lighttpd           max-age=3600 | Expires in 1970
redirect
  application
  Apache             max-age=3600 | Expires in an hour
  nginx, expires     max-age=3600 | Expires in an hour
  nginx, add_header  max-age=3600
  lighttpd
SEEN
