#!/usr/bin/env bash
# CloudFront-Viewer-Address tells the origin who asked, where X-Forwarded-For begins with what a viewer sent. Its value
# has the port (198.51.100.10:46532, in CloudFront's guide). Each web server has a directive that takes the address of
# the visitor from a header, for logs, limits and rules. Of four, all Debian 12's, with this header in it
#   Apache 2.4.71   mod_remoteip does not read an address with a port: %a stays with that of the edge
#   lighttpd 1.4.69 mod_extforward the same
#   nginx 1.22.1, HAProxy 2.6.12
#                   read it. With IPv6 HAProxy (set-src) does not read [2001:db8::1]:46532, nginx does; without the
#                   brackets none of the four reads it (the guide does not say how IPv6 is written)
# None of them has an error, a line in the log or another answer: the log has an address in each line, as if a few
# visitors asked for everything, and a limit by address is one for the edge. An address without a port is read by all of
# them, so that a test with curl is right. Have a function at the edge write the address alone into a header of its own.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill $servers 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
servers=
cd "$folder"
apt-get download -qq apache2-bin=2.4.71-1~deb12u1 nginx=1.22.1-9+deb12u11 haproxy=2.6.12-1+deb12u4 lighttpd=1.4.69-1 \
  libapr1 libaprutil1 libxxhash0 libnettle8 libpcre2-8-0 libjansson4 liblua5.3-0 libnghttp2-14 libcurl4 \
  libopentracing-c-wrapper0 libopentracing1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
chmod 755 .
mkdir www logs
chmod 777 logs
echo page > www/index.html
read -ra ports < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*(one.getsockname()[1] for one in sockets))')

modules=$folder/usr/lib/apache2/modules
cat > apache.conf << APACHE
ServerRoot $folder
ServerName localhost
Listen 127.0.0.1:${ports[0]}
PidFile $folder/apache.pid
ErrorLog $folder/logs/apache.log
Mutex file:$folder default
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule remoteip_module $modules/mod_remoteip.so
User www-data
Group www-data
DocumentRoot $folder/www
RemoteIPHeader CloudFront-Viewer-Address
LogFormat %a visitor
CustomLog $folder/logs/apache visitor
APACHE
cat > lighttpd.conf << LIGHTTPD
server.port = ${ports[1]}
server.bind = "127.0.0.1"
server.document-root = "$folder/www"
server.modules = ("mod_extforward", "mod_accesslog", "mod_staticfile")
extforward.headers = ("CloudFront-Viewer-Address")
extforward.forwarder = ("127.0.0.1" => "trust")
accesslog.filename = "$folder/logs/lighttpd"
accesslog.format = "%h"
LIGHTTPD
cat > nginx.conf << NGINX
daemon off;
master_process off;
pid $folder/nginx.pid;
error_log $folder/logs/nginx.log;
events {}
http {
  log_format visitor \$remote_addr;
  access_log $folder/logs/nginx visitor;
  client_body_temp_path $folder/1; proxy_temp_path $folder/2; fastcgi_temp_path $folder/3;
  uwsgi_temp_path $folder/4; scgi_temp_path $folder/5;
  server {
    listen 127.0.0.1:${ports[2]};
    root $folder/www;
    set_real_ip_from 127.0.0.1;
    real_ip_header CloudFront-Viewer-Address;
  }
}
NGINX
cat > haproxy.conf << HAPROXY
global
  log stdout format raw local0
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend visitors
  bind 127.0.0.1:${ports[3]}
  log global
  log-format %[src]
  http-request set-src req.hdr(CloudFront-Viewer-Address)
  http-request return status 200
HAPROXY
start() {
  LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu "$@" > "$folder/log.${1##*/}" 2>&1 &
  servers="$servers $!"
}
start usr/sbin/apache2 -DFOREGROUND -f "$folder/apache.conf"
start usr/sbin/lighttpd -D -m usr/lib/lighttpd -f lighttpd.conf
start usr/sbin/nginx -p "$folder" -c nginx.conf
start usr/sbin/haproxy -f haproxy.conf

addresses=(198.51.100.10 198.51.100.10:46532 2001:db8::1 '[2001:db8::1]:46532' 2001:db8::1:46532)
for port in "${ports[@]}"; do
  for _ in {1..50}; do (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break || sleep 0.2; done
done
sleep 1
for file in apache lighttpd nginx; do : > "logs/$file"; done
: > log.haproxy
for port in "${ports[@]}"; do
  for address in "${addresses[@]}"; do
    curl -s -o /dev/null -H "CloudFront-Viewer-Address: $address" "http://127.0.0.1:$port/index.html"
  done
done
sleep 1
kill $servers
wait
{
  printf '%s\n' "${addresses[@]}" | paste -sd ' '
  for name in apache lighttpd nginx; do echo "$name: $(tr -d '\0' < "logs/$name" | paste -sd ' ')"; done
  echo "haproxy: $(tr -d '\0' < log.haproxy | grep -E '^[0-9a-f.:]+$' | paste -sd ' ')"
} | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
198.51.100.10 198.51.100.10:46532 2001:db8::1 [2001:db8::1]:46532 2001:db8::1:46532
apache: 198.51.100.10 127.0.0.1 2001:db8::1 127.0.0.1 127.0.0.1
lighttpd: 198.51.100.10 127.0.0.1 2001:db8::1 127.0.0.1 127.0.0.1
nginx: 198.51.100.10 198.51.100.10 2001:db8::1 2001:db8::1 127.0.0.1
haproxy: 198.51.100.10 198.51.100.10 2001:db8::1 127.0.0.1 127.0.0.1
SEEN
