#!/usr/bin/env bash
# Is the list of networks that a WAF or a security group lets in the one that was agreed on? Three libraries for
# networks, Debian 12's, answer otherwise than one reads the question:
#   ipaddr 1.2.4 of Ruby 3.1   10.0.0.0/8 == 10.0.0.0/16, and == 10.0.0.0: the length is not compared. Array#include?
#                              finds the other one, too, while `-` tells them apart. And to_s is without the length:
#                              written back, a network is one address
#   netaddr 1.5.1 for Ruby     a network does not contain?() itself: the same rule on both sides is "not covered"
#   NetAddr::IP 4.079, Perl    IPv4 lies within IPv6: ::/0 contains 10.0.0.1 and 0.0.0.0/0, and ::a00:1 lies in
#                              0.0.0.0/0, so that a rule for IPv6 covers all of IPv4. num() of a /24 is 254
# No error in any of them; a drift from /16 to /8 is none. In Ruby compare [to_s, prefix] or to_range. Python's
# ipaddress has all of these as one reads them. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ruby3.1=3.1.7+really3.1.2-0+deb12u1 libruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  ruby-netaddr=1.5.1-3 libnetaddr-ip-perl=4.079+dfsg-2+b1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch PERL5LIB=$folder/usr/share/perl5:$folder/usr/lib/$arch/perl5/5.36
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib; done

cat > networks.rb << 'RUBY'
require "ipaddr"
require "netaddr"
large, small, address = %w[10.0.0.0/8 10.0.0.0/16 10.0.0.0].map { |text| IPAddr.new(text) }
puts "IPAddr of Ruby"
puts "  /8 == /16                   #{large == small}"
puts "  /8 == an address            #{large == address}"
puts "  [/8].include?(/16)          #{[large].include?(small)}"
puts "  [/8] - [/16]                #{([large] - [small]).size} left"
puts "  to_s                        #{large}"
same = NetAddr::CIDR.create("10.0.0.0/8")
puts "NetAddr of Ruby"
puts "  /8 contains? a /16          #{same.contains?("10.0.0.0/16")}"
puts "  /8 contains? the same /8    #{same.contains?("10.0.0.0/8")}"
RUBY
cat > networks.pl << 'PERL'
use strict;
use warnings;
use NetAddr::IP;
print "NetAddr::IP of Perl\n";
for (['::/0', '10.0.0.1'], ['::/0', '0.0.0.0/0'], ['0.0.0.0/0', '::a00:1'], ['0.0.0.0/0', '2600:9000::1'],
  ['10.0.0.0/8', '10.0.0.0/8']) {
  my ($whole, $part) = @$_;
  my $answer = NetAddr::IP->new($whole)->contains(NetAddr::IP->new($part)) ? 'true' : 'false';
  printf "  %-30s %s\n", "$whole contains $part", $answer;
}
printf "  %-30s %s\n", 'num of 10.0.0.0/24', NetAddr::IP->new('10.0.0.0/24')->num;
PERL
cat > networks.py << 'PYTHON'
from ipaddress import ip_address, ip_network
large, small = ip_network("10.0.0.0/8"), ip_network("10.0.0.0/16")
print("ipaddress of Python")
print("  /8 == /16                  ", large == small)
print("  a /8 is subnet of itself   ", large.subnet_of(large))
print("  10.0.0.1 in ::/0           ", ip_address("10.0.0.1") in ip_network("::/0"))
print("  addresses of 10.0.0.0/24   ", ip_network("10.0.0.0/24").num_addresses)
PYTHON
{
  usr/bin/ruby3.1 --disable-gems networks.rb
  perl networks.pl
  python3 networks.py
} | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
IPAddr of Ruby
  /8 == /16                   true
  /8 == an address            true
  [/8].include?(/16)          true
  [/8] - [/16]                1 left
  to_s                        10.0.0.0
NetAddr of Ruby
  /8 contains? a /16          true
  /8 contains? the same /8    false
NetAddr::IP of Perl
  ::/0 contains 10.0.0.1         true
  ::/0 contains 0.0.0.0/0        true
  0.0.0.0/0 contains ::a00:1     true
  0.0.0.0/0 contains 2600:9000::1 false
  10.0.0.0/8 contains 10.0.0.0/8 true
  num of 10.0.0.0/24             254
ipaddress of Python
  /8 == /16                   False
  a /8 is subnet of itself    True
  10.0.0.1 in ::/0            False
  addresses of 10.0.0.0/24    256
SEEN
