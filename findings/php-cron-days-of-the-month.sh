#!/usr/bin/env bash
# cron-expression reads lines of cron for PHP: Laravel's scheduler and many a monitor ask it when a line runs. It knows
# L (last), W (the nearest weekday) and # (the second Sunday), as EventBridge does, for which lines are tried with it.
# In 3.3.1 (Debian 12's) some days are others, with no error:
#   7L in Berlin     the last Sunday of each month but March, where the clock goes forward on that day; at 06:00, hours
#                    after it. In New York 0#2 leaves out the second Sunday of March, for the same reason
#   31W              where a month has no such day it runs at the beginning of that month: 3 February, 1 April, 1 June
#   LW               valid, and not the last weekday, but Saturday 31 January, 2 February, 2 March (its issue 168)
#   1,3#1            each Monday, and the first Wednesday
# In UTC 7L is right, as are 6L and other weekdays, and W for days up to the 28th. A switch of origins, or a rotation of
# keys, on a quiet Sunday is gone once a year. Have the zone be UTC, and write one day for each line. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq php-dragonmantank-cron-expression=3.3.1-2 php-webmozart-assert=1.11.0-1 \
  php8.2-cli=8.2.36-1~deb12u1 libsodium23=1.0.18-1+deb12u1 libargon2-1=0~20171227-0.3+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu

cat > runs.php << 'PHP'
<?php
error_reporting(E_ALL & ~E_DEPRECATED);
require 'Cron/autoload.php';
$lines = [
  ['0 6 * * 7L', 'UTC'], ['0 6 * * 7L', 'Europe/Berlin'], ['0 6 * * 6L', 'Europe/Berlin'],
  ['0 6 * * 0#2', 'UTC'], ['0 6 * * 0#2', 'America/New_York'],
  ['0 6 31W * *', 'UTC'], ['0 6 LW * *', 'UTC'], ['0 6 15W * *', 'UTC'], ['0 6 * * 1,3#1', 'UTC'],
];
foreach ($lines as [$line, $zone]) {
  $cron = new Cron\CronExpression($line);
  $time = new DateTime('2026-01-01 12:00', new DateTimeZone($zone));
  $days = [];
  for ($i = 0; $i < 6; $i++) {
    $time = $cron->getNextRunDate($time, 0, false, $zone);
    $days[] = $time->format('D d.m.');
  }
  printf("%-14s %-17s %s\n", $line, $zone, implode(' ', $days));
}
PHP
usr/bin/php8.2 -n -d include_path=usr/share/php runs.php | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 * * 7L     UTC               Sun 25.01. Sun 22.02. Sun 29.03. Sun 26.04. Sun 31.05. Sun 28.06.
0 6 * * 7L     Europe/Berlin     Sun 25.01. Sun 22.02. Sun 26.04. Sun 31.05. Sun 28.06. Sun 26.07.
0 6 * * 6L     Europe/Berlin     Sat 31.01. Sat 28.02. Sat 28.03. Sat 25.04. Sat 30.05. Sat 27.06.
0 6 * * 0#2    UTC               Sun 11.01. Sun 08.02. Sun 08.03. Sun 12.04. Sun 10.05. Sun 14.06.
0 6 * * 0#2    America/New_York  Sun 11.01. Sun 08.02. Sun 12.04. Sun 10.05. Sun 14.06. Sun 12.07.
0 6 31W * *    UTC               Fri 30.01. Tue 03.02. Tue 31.03. Wed 01.04. Fri 29.05. Mon 01.06.
0 6 LW * *     UTC               Sat 31.01. Mon 02.02. Mon 02.03. Sat 30.05. Mon 01.06. Thu 30.07.
0 6 15W * *    UTC               Thu 15.01. Mon 16.02. Mon 16.03. Wed 15.04. Fri 15.05. Mon 15.06.
0 6 * * 1,3#1  UTC               Mon 05.01. Wed 07.01. Mon 12.01. Mon 19.01. Mon 26.01. Mon 02.02.
SEEN
