#!/usr/bin/env bash
# 2026-11-28T19:02:03Z is how AWS writes times, in answers of its APIs, in tags and in logs. Time::ParseDate 2015.103
# for Perl (Debian 12's libtime-parsedate-perl, which reads "last monday" and much else) knows the form with an offset
# in figures, and not the Z: it takes the day, leaves out the rest, and answers 00:00:00, with no error.
#   …T19:02:03Z, …T19:02:03.000Z, "… 19:02:03Z", …T19:02Z   midnight, with VALIDATE => 1 as well
#   …T19:02:03+00:00, …+09:00, "… 19:02:03 UTC"              right
# WHOLE => 1, for texts with nothing else in them, refuses what has a Z. HTTP::Date 6.05, with which web clients read
# times, and Date::Parse 2.33 read each of these that has a Z. So the age of a key or of a deployment is up to a day too
# much, "since" begins at midnight, and a test that looks at days is right. Take one of the others, or put +00:00 in the
# place of the Z. And 11/12/2026 is in November for this one and Date::Parse, and in December for HTTP::Date. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libtime-parsedate-perl=2015.103-4 libhttp-date-perl=6.05-2 libtimedate-perl=2.3300-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export PERL5LIB=$folder/usr/share/perl5 TZ=UTC

cat > read.pl << 'PERL'
use strict;
use warnings;
use POSIX 'strftime';
use Date::Parse ();
use HTTP::Date ();
use Time::ParseDate;

for my $text (qw(2026-11-28T19:02:03Z 2026-11-28T19:02:03.000Z 2026-11-28T19:02Z), '2026-11-28 19:02:03Z',
  qw(2026-11-28T19:02:03 2026-11-28T19:02:03+00:00 2026-11-28T19:02:03+09:00), '2026-11-28 19:02:03 UTC',
  '11/12/2026') {
  my @times = (scalar parsedate($text), scalar parsedate($text, VALIDATE => 1), scalar parsedate($text, WHOLE => 1),
    HTTP::Date::str2time($text), Date::Parse::str2time($text));
  print "$text\n";
  for my $name ('ParseDate', 'with VALIDATE', 'with WHOLE', 'HTTP::Date', 'Date::Parse') {
    my $time = shift @times;
    printf "  %-13s  %s\n", $name, defined $time ? strftime('%d.%m. %T', gmtime $time) : 'none';
  }
}
PERL
perl read.pl | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
2026-11-28T19:02:03Z
  ParseDate      28.11. 00:00:00
  with VALIDATE  28.11. 00:00:00
  with WHOLE     none
  HTTP::Date     28.11. 19:02:03
  Date::Parse    28.11. 19:02:03
2026-11-28T19:02:03.000Z
  ParseDate      28.11. 00:00:00
  with VALIDATE  28.11. 00:00:00
  with WHOLE     none
  HTTP::Date     28.11. 19:02:03
  Date::Parse    28.11. 19:02:03
2026-11-28T19:02Z
  ParseDate      28.11. 00:00:00
  with VALIDATE  28.11. 00:00:00
  with WHOLE     none
  HTTP::Date     28.11. 19:02:00
  Date::Parse    28.11. 19:02:00
2026-11-28 19:02:03Z
  ParseDate      28.11. 00:00:00
  with VALIDATE  28.11. 00:00:00
  with WHOLE     none
  HTTP::Date     28.11. 19:02:03
  Date::Parse    28.11. 19:02:03
2026-11-28T19:02:03
  ParseDate      28.11. 19:02:03
  with VALIDATE  28.11. 19:02:03
  with WHOLE     28.11. 19:02:03
  HTTP::Date     28.11. 19:02:03
  Date::Parse    28.11. 19:02:03
2026-11-28T19:02:03+00:00
  ParseDate      28.11. 19:02:03
  with VALIDATE  28.11. 19:02:03
  with WHOLE     28.11. 19:02:03
  HTTP::Date     28.11. 19:02:03
  Date::Parse    28.11. 19:02:03
2026-11-28T19:02:03+09:00
  ParseDate      28.11. 10:02:03
  with VALIDATE  28.11. 10:02:03
  with WHOLE     28.11. 10:02:03
  HTTP::Date     28.11. 10:02:03
  Date::Parse    28.11. 10:02:03
2026-11-28 19:02:03 UTC
  ParseDate      28.11. 19:02:03
  with VALIDATE  28.11. 19:02:03
  with WHOLE     28.11. 19:02:03
  HTTP::Date     none
  Date::Parse    28.11. 19:02:03
11/12/2026
  ParseDate      12.11. 00:00:00
  with VALIDATE  12.11. 00:00:00
  with WHOLE     12.11. 00:00:00
  HTTP::Date     11.12. 00:00:00
  Date::Parse    12.11. 00:00:00
SEEN
