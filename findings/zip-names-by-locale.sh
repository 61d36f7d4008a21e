#!/usr/bin/env bash
# zip 3.0 (Debian 12's) marks a name as UTF-8 if the machine has the locale en_US.UTF-8, and by nothing else: with
# LC_ALL=C and that locale installed it does, with LC_ALL=C.UTF-8 and without it it does not, and containers and
# builders hardly ever have it. The bytes of the name are the same. unzip shows ü either way; Python's zipfile goes by
# the mark, as the format says, and without it takes the bytes for code page 437: für.html is f├╝r.html. What a laptop
# packs is right, and what CI packs of the same commit has other names and another hash, and a function of Python that
# unpacks it (a layer, the contents of a bucket on their way to S3) puts them where no viewer asks. Pack with Python or
# 7z, which mark names that need it; to read, zipfile has metadata_encoding='utf-8' since Python 3.11. Fails where that
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq zip=3.0-13+deb12u1 locales 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
mkdir "$folder/locales" "$folder/none"
I18NPATH=$folder/usr/share/i18n localedef -i en_US -f UTF-8 "$folder/locales/en_US.UTF-8"

cd "$folder"
echo '<p>für' > für.html
touch -d 2026-01-02T03:04:06Z für.html
for locales in none locales; do
  for language in C C.UTF-8; do
    env LOCPATH="$folder/$locales" LC_ALL=$language TZ=UTC usr/bin/zip -qX "$locales-$language.zip" für.html
  done
done
python3 - <<'PYTHON' | tee seen
import zipfile

for locales in ("none", "locales"):
    for language in ("C", "C.UTF-8"):
        name = f"{locales}-{language}.zip"
        member = zipfile.ZipFile(name).infolist()[0]
        print(f"en_US.UTF-8 {'is there' if locales == 'locales' else 'is not'}, LC_ALL={language}: {member.filename}",
              "marked" if member.flag_bits & 0x800 else "not marked")
print("same archive:", len({open(f"{locales}-C.zip", "rb").read() for locales in ("none", "locales")}) == 1)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
en_US.UTF-8 is not, LC_ALL=C: f├╝r.html not marked
en_US.UTF-8 is not, LC_ALL=C.UTF-8: f├╝r.html not marked
en_US.UTF-8 is there, LC_ALL=C: für.html marked
en_US.UTF-8 is there, LC_ALL=C.UTF-8: für.html marked
same archive: False
SEEN
