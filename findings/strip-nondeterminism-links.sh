#!/usr/bin/env bash
# strip-nondeterminism 1.13.1 (Debian 12's) makes archives the same byte by byte, for builds that are to be repeated,
# and a package for Lambda is a ZIP whose hash is compared. Of each member it sets the mode, and keeps whether it may be
# executed. What it does not keep is that a member is a link: `zip -y` has link.js -> index.js, and afterwards there is
# a file link.js of eight letters, "index.js". Layers are full of links (lib*.so -> lib*.so.1, node_modules/.bin), and
# what is loaded by such a name is a text: it fails where it runs, and the package is smaller, repeatable and valid.
# Sort the members and give them one time oneself (zip -X, touch). Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq strip-nondeterminism=1.13.1-1 libfile-stripnondeterminism-perl=1.13.1-1 \
  libarchive-zip-perl libsub-override-perl zip=3.0-13+deb12u1 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export PERL5LIB=$folder/usr/share/perl5

mkdir "$folder/package"
cd "$folder/package"
echo 'exports.handler = async () => null' > index.js
printf '#!/bin/sh\nexec true\n' > bootstrap
chmod 644 index.js
chmod 755 bootstrap
ln -s index.js link.js
"$folder/usr/bin/zip" -qy "$folder/package.zip" bootstrap index.js link.js
cd "$folder"
show() {
  python3 - package.zip <<'PYTHON'
import stat
import sys
import zipfile

archive = zipfile.ZipFile(sys.argv[1])
for member in archive.infolist():
    print("  " + stat.filemode(member.external_attr >> 16), member.filename, repr(archive.read(member)[:20]))
PYTHON
}
{
  echo before
  show
  usr/bin/strip-nondeterminism --type zip package.zip
  echo after
  show
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
before
  -rwxr-xr-x bootstrap b'#!/bin/sh\nexec true\n'
  -rw-r--r-- index.js b'exports.handler = as'
  lrwxrwxrwx link.js b'index.js'
after
  -rwxr-xr-x bootstrap b'#!/bin/sh\nexec true\n'
  -rw-r--r-- index.js b'exports.handler = as'
  -rwxr-xr-x link.js b'index.js'
SEEN
