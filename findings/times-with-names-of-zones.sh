#!/usr/bin/env bash
# `date` ends with the name of a zone, and logs of builds and certificates have it too: "Sat Nov 28 19:02:03 JST 2026".
# Names are ambiguous at best, and still read. For machines in Japan, Korea and Europe the readers of Ruby 3.1 and PHP
# 8.2 (Debian 12's) are hours, or half an hour, off, with no error:
#   Time.parse, Ruby       knows UTC and those of the United States. JST, KST and CEST are passed over, and the time is
#                          one of the machine: right on the laptop that wrote it, nine hours late in a build that runs
#                          by UTC (its page says so of names beyond RFC 822's)
#   DateTime.parse, Ruby   knows them all: of one text the two classes make two moments
#   Chronic 0.10.5         as Time.parse, or nil, by the order of the parts
#   strtotime, PHP         KST is 8:30, which Korea had until 1961; JST is right
# GNU date and Date::Parse for Perl are right. The window of a deployment, the age of a key or the end of a certificate
# is then another one. Write times with an offset in figures (date -Is), which all of them read. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ruby3.1=3.1.7+really3.1.2-0+deb12u1 libruby3.1=3.1.7+really3.1.2-0+deb12u1 ruby-chronic=0.10.5-2 \
  php8.2-cli=8.2.36-1~deb12u1 libsodium23=1.0.18-1+deb12u1 libargon2-1=0~20171227-0.3+deb12u1 \
  libtimedate-perl=2.3300-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export LD_LIBRARY_PATH=$folder/usr/lib/$arch PERL5LIB=$folder/usr/share/perl5
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0
for gem in usr/share/rubygems-integration/all/gems/*; do RUBYLIB+=:$gem/lib; done

cat > times.rb << 'RUBY'
require "time"
require "date"
require "chronic"
show = ->(time) { time ? time.to_time.getutc.strftime("%d.%m. %H:%M:%S") : "nil" }
puts "  Time.parse      #{show.(Time.parse(ARGV[0]))}"
puts "  DateTime.parse  #{show.(DateTime.parse(ARGV[0]))}"
puts "  Chronic         #{show.(Chronic.parse(ARGV[0]))}"
RUBY
for zone in UTC JST-9; do
  for text in 'Sat Nov 28 19:02:03 JST 2026' '2026-11-28 19:02:03 JST' 'Sat Nov 28 19:02:03 KST 2026' \
    'Tue Jul 28 19:02:03 CEST 2026' 'Sat Nov 28 19:02:03 EST 2026' '2026-11-28T19:02:03+09:00'; do
    echo "$text, on a machine by ${zone%-9}"
    echo "  GNU date        $(TZ=$zone date -d "$text" -u '+%d.%m. %T')"
    TZ=$zone perl -MDate::Parse -MPOSIX=strftime -e \
      'print "  Date::Parse     ", strftime("%d.%m. %T", gmtime str2time(shift)), "\n"' "$text"
    TZ=$zone usr/bin/ruby3.1 --disable-gems times.rb "$text"
    name=UTC
    test $zone = UTC || name=Asia/Tokyo
    echo "  strtotime       $(usr/bin/php8.2 -n -d date.timezone=$name -r \
      'echo gmdate("d.m. H:i:s", strtotime($argv[1]));' "$text")"
  done
done | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
Sat Nov 28 19:02:03 JST 2026, on a machine by UTC
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 19:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         nil
  strtotime       28.11. 10:02:03
2026-11-28 19:02:03 JST, on a machine by UTC
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 19:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         28.11. 19:02:03
  strtotime       28.11. 10:02:03
Sat Nov 28 19:02:03 KST 2026, on a machine by UTC
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 19:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         nil
  strtotime       28.11. 10:32:03
Tue Jul 28 19:02:03 CEST 2026, on a machine by UTC
  GNU date        28.07. 17:02:03
  Date::Parse     28.07. 17:02:03
  Time.parse      28.07. 19:02:03
  DateTime.parse  28.07. 17:02:03
  Chronic         28.07. 19:02:03
  strtotime       28.07. 17:02:03
Sat Nov 28 19:02:03 EST 2026, on a machine by UTC
  GNU date        29.11. 00:02:03
  Date::Parse     29.11. 00:02:03
  Time.parse      29.11. 00:02:03
  DateTime.parse  29.11. 00:02:03
  Chronic         29.11. 00:02:03
  strtotime       29.11. 00:02:03
2026-11-28T19:02:03+09:00, on a machine by UTC
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 10:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         28.11. 10:02:03
  strtotime       28.11. 10:02:03
Sat Nov 28 19:02:03 JST 2026, on a machine by JST
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 10:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         nil
  strtotime       28.11. 10:02:03
2026-11-28 19:02:03 JST, on a machine by JST
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 10:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         28.11. 10:02:03
  strtotime       28.11. 10:02:03
Sat Nov 28 19:02:03 KST 2026, on a machine by JST
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 10:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         nil
  strtotime       28.11. 10:32:03
Tue Jul 28 19:02:03 CEST 2026, on a machine by JST
  GNU date        28.07. 17:02:03
  Date::Parse     28.07. 17:02:03
  Time.parse      28.07. 10:02:03
  DateTime.parse  28.07. 17:02:03
  Chronic         28.07. 10:02:03
  strtotime       28.07. 17:02:03
Sat Nov 28 19:02:03 EST 2026, on a machine by JST
  GNU date        29.11. 00:02:03
  Date::Parse     29.11. 00:02:03
  Time.parse      29.11. 00:02:03
  DateTime.parse  29.11. 00:02:03
  Chronic         29.11. 00:02:03
  strtotime       29.11. 00:02:03
2026-11-28T19:02:03+09:00, on a machine by JST
  GNU date        28.11. 10:02:03
  Date::Parse     28.11. 10:02:03
  Time.parse      28.11. 10:02:03
  DateTime.parse  28.11. 10:02:03
  Chronic         28.11. 10:02:03
  strtotime       28.11. 10:02:03
SEEN
