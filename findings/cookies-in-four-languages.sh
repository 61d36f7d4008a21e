#!/usr/bin/env bash
# A function at the edge has a cookie's value as the browser sent it, and a cache policy goes by that text; RFC 6265 has
# it so, too. The origin reads the same header with what its language brings along (Debian 12's):
#   a+b==, as in Base64        "a b==" for Rack 2.2.22, CGI of Ruby 3.1 and CGI.pm 4.55
#   {"size":2,"dark":true}     as analytics and consent banners set it: gone for Go 1.19, cut at the comma for CGI.pm
#   ab.test                    is called ab_test in PHP 8.2; ab[test] a list there, gone for Go, an error for Ruby's CGI
#   a&b                        a list of two for CGI.pm and Ruby's CGI
#   "a b"                      Go and Cookie::Baker 0.11 (Plack) drop the quotes
#   a%20b                      stays so for Go; the others decode it
# Go passes over the one cookie, without an error. A signature, a session or a group of a test is then one thing at the
# edge and another behind it, for the tokens that have a + and the visitors that have such a cookie; CloudFront's own
# three are of letters that all read alike. Set values of A-Z, a-z, 0-9, - and _. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq golang-1.19-go=1.19.8-2 golang-1.19-src=1.19.8-2 ruby-rack=2.2.22-0+deb12u2 \
  ruby3.1=3.1.7+really3.1.2-0+deb12u1 libruby3.1=3.1.7+really3.1.2-0+deb12u1 libcgi-pm-perl=4.55-1 \
  libcookie-baker-perl=0.11-3 liburi-perl=5.17-1 php8.2-cgi=8.2.36-1~deb12u1 libsodium23=1.0.18-1+deb12u1 \
  libargon2-1=0~20171227-0.3+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch PERL5LIB=$folder/usr/share/perl5
export GOROOT=$folder/usr/lib/go-1.19 GO111MODULE=off GOCACHE=$folder/cache
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib; done

cat > cookies.go << 'GO'
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	request := http.Request{Header: http.Header{"Cookie": {os.Args[1]}}}
	for _, cookie := range request.Cookies() {
		fmt.Printf(" %s is %s;", cookie.Name, cookie.Value)
	}
}
GO
cat > rack.rb << 'RUBY'
require "rack"
Rack::Request.new("HTTP_COOKIE" => ARGV[0]).cookies.each { |name, value| print " #{name} is #{value};" }
RUBY
cat > cgi.rb << 'RUBY'
require "cgi"
begin
  CGI::Cookie.parse(ARGV[0]).each { |name, values| print " #{name} is #{values.to_a.join(", and ")};" }
rescue ArgumentError => error
  print " ", error.class
end
RUBY
cat > cgi.pl << 'PERL'
use CGI::Cookie;
my %cookies = CGI::Cookie->parse($ARGV[0]);
print " $_ is ", join(', and ', $cookies{$_}->value), ';' for sort keys %cookies;
PERL
cat > baker.pl << 'PERL'
use Cookie::Baker;
my $cookies = crush_cookie($ARGV[0]);
print " $_ is $cookies->{$_};" for sort keys %$cookies;
PERL
cat > cookies.php << 'PHP'
<?php foreach ($_COOKIE as $name => $value) echo " $name is ", is_string($value) ? $value : json_encode($value), ';';
PHP
php() {
  HTTP_COOKIE=$1 REQUEST_METHOD=GET SCRIPT_FILENAME=$folder/cookies.php REDIRECT_STATUS=1 GATEWAY_INTERFACE=CGI/1.1 \
    usr/bin/php-cgi8.2 -n -q | sed '1,/^\r*$/d'
}
"$GOROOT/bin/go" build -o cookies cookies.go

while IFS= read -r header; do
  echo "$header"
  echo "  Go            $(./cookies "$header")"
  echo "  Rack          $(usr/bin/ruby3.1 --disable-gems rack.rb "$header")"
  echo "  CGI, Ruby     $(usr/bin/ruby3.1 --disable-gems cgi.rb "$header")"
  echo "  CGI.pm        $(perl cgi.pl "$header")"
  echo "  Cookie::Baker $(perl baker.pl "$header")"
  echo "  PHP           $(php "$header")"
done << 'HEADERS' | tee seen
id=a+b==; z=1
id={"size":2,"dark":true}; z=1
ab.test=1; z=1
ab[test]=1; z=1
id=a&b; z=1
id="a b"; z=1
id=a%20b; z=1
CloudFront-Policy=eyJ-~_; z=1
HEADERS

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
id=a+b==; z=1
  Go             id is a+b==; z is 1;
  Rack           id is a b==; z is 1;
  CGI, Ruby      id is a b==; z is 1;
  CGI.pm         id is a b==; z is 1;
  Cookie::Baker  id is a+b==; z is 1;
  PHP            id is a+b==; z is 1;
id={"size":2,"dark":true}; z=1
  Go             z is 1;
  Rack           id is {"size":2,"dark":true}; z is 1;
  CGI, Ruby      id is {"size":2,"dark":true}; z is 1;
  CGI.pm         id is {"size":2; z is 1;
  Cookie::Baker  id is {"size":2,"dark":true}; z is 1;
  PHP            id is {"size":2,"dark":true}; z is 1;
ab.test=1; z=1
  Go             ab.test is 1; z is 1;
  Rack           ab.test is 1; z is 1;
  CGI, Ruby      ab.test is 1; z is 1;
  CGI.pm         ab.test is 1; z is 1;
  Cookie::Baker  ab.test is 1; z is 1;
  PHP            ab_test is 1; z is 1;
ab[test]=1; z=1
  Go             z is 1;
  Rack           ab[test] is 1; z is 1;
  CGI, Ruby      ArgumentError
  CGI.pm         ab[test] is 1; z is 1;
  Cookie::Baker  ab[test] is 1; z is 1;
  PHP            ab is {"test":"1"}; z is 1;
id=a&b; z=1
  Go             id is a&b; z is 1;
  Rack           id is a&b; z is 1;
  CGI, Ruby      id is a, and b; z is 1;
  CGI.pm         id is a, and b; z is 1;
  Cookie::Baker  id is a&b; z is 1;
  PHP            id is a&b; z is 1;
id="a b"; z=1
  Go             id is a b; z is 1;
  Rack           id is "a b"; z is 1;
  CGI, Ruby      id is "a b"; z is 1;
  CGI.pm         id is "a b"; z is 1;
  Cookie::Baker  id is a b; z is 1;
  PHP            id is "a b"; z is 1;
id=a%20b; z=1
  Go             id is a%20b; z is 1;
  Rack           id is a b; z is 1;
  CGI, Ruby      id is a b; z is 1;
  CGI.pm         id is a b; z is 1;
  Cookie::Baker  id is a b; z is 1;
  PHP            id is a b; z is 1;
CloudFront-Policy=eyJ-~_; z=1
  Go             CloudFront-Policy is eyJ-~_; z is 1;
  Rack           CloudFront-Policy is eyJ-~_; z is 1;
  CGI, Ruby      CloudFront-Policy is eyJ-~_; z is 1;
  CGI.pm         CloudFront-Policy is eyJ-~_; z is 1;
  Cookie::Baker  CloudFront-Policy is eyJ-~_; z is 1;
  PHP            CloudFront-Policy is eyJ-~_; z is 1;
SEEN
