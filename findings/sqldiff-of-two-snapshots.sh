#!/usr/bin/env bash
# sqldiff 3.40.1 (Debian 12's, of SQLite itself) compares two databases, here two snapshots of an estate, and writes SQL
# that makes the second of the first. What it does not say, or says and should not:
#   a column without case (COLLATE NOCASE)   'Hit' and 'hit', 'E1' and 'e1' are equal: nothing to change. Keys of caches
#                                            and ids of distributions are told apart by case
#   --summary                                a column that is there in the second alone is not looked at: "0 changes, 3
#                                            unchanged", where each row has got a value in it
#   that column in the SQL                   ADD COLUMN has no type, NOT NULL, DEFAULT or CHECK: a new row has no status
#   the same rows in another order           in a table with a key of text, two changes, as rows are paired by rowid
#                                            (its page says so), and the SQL fails at the first of them
# user_version, by which programs know their schema, is left as it was. Compare with EXCEPT, and say --primarykey.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq sqlite3-tools=3.40.1-2+deb12u2 sqlite3=3.40.1-2+deb12u2 libsqlite3-0=3.40.1-2+deb12u2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
library=$(dirname "$(find . -name libsqlite3.so.0)")
export LD_LIBRARY_PATH=$folder/$library

usr/bin/sqlite3 -init /dev/null first.db "
create table d (id text primary key collate nocase, result text collate nocase);
insert into d values ('E1', 'Hit'), ('E2', 'Miss'), ('E3', 'Error');
create table g (name text primary key, days integer);
insert into g values ('a', 7), ('b', 14);" 2> said
usr/bin/sqlite3 -init /dev/null second.db "
create table d (id text primary key collate nocase, result text collate nocase,
                status text not null default '200' check (status <> ''));
insert into d values ('e1', 'hit', '200'), ('E2', 'miss', '404'), ('E3', 'Error', '500');
create table g (name text primary key, days integer);
insert into g values ('b', 14), ('a', 7);
pragma user_version = 4;" 2> said
{
  echo 'summary:'
  usr/bin/sqldiff --summary first.db second.db
  echo 'SQL:'
  usr/bin/sqldiff first.db second.db
  echo 'with --primarykey:'
  usr/bin/sqldiff --primarykey first.db second.db
  cp first.db made.db
  echo 'the first, with that SQL, and a new row:'
  usr/bin/sqldiff first.db second.db | usr/bin/sqlite3 -init /dev/null made.db 2> said || head -1 said
  usr/bin/sqlite3 -init /dev/null made.db "insert into d (id) values ('E4'); select * from d;
    pragma user_version" 2> said
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
summary:
d: 0 changes, 0 inserts, 0 deletes, 3 unchanged
g: 2 changes, 0 inserts, 0 deletes, 0 unchanged
SQL:
ALTER TABLE d ADD COLUMN status;
UPDATE d SET status='200' WHERE rowid=1;
UPDATE d SET status='404' WHERE rowid=2;
UPDATE d SET status='500' WHERE rowid=3;
UPDATE g SET name='b', days=14 WHERE rowid=1;
UPDATE g SET name='a', days=7 WHERE rowid=2;
with --primarykey:
ALTER TABLE d ADD COLUMN status;
UPDATE d SET status='200' WHERE id='e1';
UPDATE d SET status='404' WHERE id='E2';
UPDATE d SET status='500' WHERE id='E3';
the first, with that SQL, and a new row:
Runtime error near line 5: UNIQUE constraint failed: g.name (19)
E1|Hit|200
E2|Miss|404
E3|Error|500
E4||
0
SEEN
