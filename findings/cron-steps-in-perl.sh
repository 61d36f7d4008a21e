#!/usr/bin/env bash
# */3 in cron is each third value from the first on: of months 1, 4, 7 and 10, of days */10 is 1, 11, 21 and 31. Two
# modules for Perl read crontab lines, Debian 12's: Schedule::Cron 1.05, a scheduler whose page has crontab(5)'s words
# on steps, and Schedule::Cron::Events 1.96, with which one asks when a line runs next. They count from 0, where there
# is no such month and no such day:
#   0 6 1 */3 *    Schedule::Cron: five times a year, in January, March, June, September and December
#                  Events:         March, June, September, December
#   0 6 */10 * *   Schedule::Cron: the 1st, 10th, 20th and 30th; Events: the 10th, 20th and 30th
#   0 6 */2 * *    on even days, and Schedule::Cron on each 1st as well, which is the day before the 2nd
# Minutes, hours and weekdays begin at 0, and are right, and so is a range (1-12/3). So a report of the quarter comes in
# its last month, and a monitor that asks Events finds that cron itself was late in January. Write lists or ranges.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libschedule-cron-perl=1.05-1 libschedule-cron-events-perl=1.96-2 libset-crontab-perl=1.03-1.1 \
  libtime-parsedate-perl=2015.103-4 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export PERL5LIB=$folder/usr/share/perl5 TZ=UTC

cat > runs.pl << 'PERL'
use strict;
use warnings;
use POSIX 'strftime';
use Schedule::Cron;
use Schedule::Cron::Events;

my $year = 1798761600;    # 2027-01-01 00:00 UTC
for my $line ('0 6 1 */3 *', '0 6 */10 * *', '0 6 */2 * *', '0 6 1 1-12/3 *', '0 */9 * * *') {
  my $cron = Schedule::Cron->new(sub { });
  my $events = Schedule::Cron::Events->new($line, Seconds => $year - 1);
  my ($time, @first, @second) = $year - 1;
  for (1 .. 6) {
    $time = $cron->get_next_execution_time($line, $time);
    push @first, strftime('%d.%m. %H:%M', gmtime $time);
    push @second, strftime('%d.%m. %H:%M', $events->nextEvent);
  }
  print "$line\n  Schedule::Cron  @first\n  Events          @second\n";
}
PERL
perl runs.pl | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 1 */3 *
  Schedule::Cron  01.01. 06:00 01.03. 06:00 01.06. 06:00 01.09. 06:00 01.12. 06:00 01.01. 06:00
  Events          01.03. 06:00 01.06. 06:00 01.09. 06:00 01.12. 06:00 01.03. 06:00 01.06. 06:00
0 6 */10 * *
  Schedule::Cron  01.01. 06:00 10.01. 06:00 20.01. 06:00 30.01. 06:00 01.02. 06:00 10.02. 06:00
  Events          10.01. 06:00 20.01. 06:00 30.01. 06:00 10.02. 06:00 20.02. 06:00 10.03. 06:00
0 6 */2 * *
  Schedule::Cron  01.01. 06:00 02.01. 06:00 04.01. 06:00 06.01. 06:00 08.01. 06:00 10.01. 06:00
  Events          02.01. 06:00 04.01. 06:00 06.01. 06:00 08.01. 06:00 10.01. 06:00 12.01. 06:00
0 6 1 1-12/3 *
  Schedule::Cron  01.01. 06:00 01.04. 06:00 01.07. 06:00 01.10. 06:00 01.01. 06:00 01.04. 06:00
  Events          01.01. 06:00 01.04. 06:00 01.07. 06:00 01.10. 06:00 01.01. 06:00 01.04. 06:00
0 */9 * * *
  Schedule::Cron  01.01. 00:00 01.01. 09:00 01.01. 18:00 02.01. 00:00 02.01. 09:00 02.01. 18:00
  Events          01.01. 00:00 01.01. 09:00 01.01. 18:00 02.01. 00:00 02.01. 09:00 02.01. 18:00
SEEN
