#!/usr/bin/env bash
# XMLCoder 0.18.2 decodes XML into Swift's types. Of a text that is made of pieces it does not keep all:
#   a <![CDATA[ b ]]> c    "a": the section, and what comes after it, are lost, with and without trimming. A section
#                          that stands alone is read
#   a&#10;b                "ab": each piece is trimmed by itself, and a line break written by its number is a piece
#   a&#13;b                "ab" likewise. S3 wants such characters of keys written so, and "ab" is another's key
# `XMLDecoder(trimValueWhitespaces: false)` keeps the line breaks, not the section. Written by XMLEncoder, a carriage
# return is itself again, and any reader of XML makes a line feed of it: keys with one do not come back. Python's
# xml.etree reads all of them whole. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/Sources/ask"
cd "$folder"

cat > Package.swift <<'SWIFT'
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ask",
  dependencies: [.package(url: "https://github.com/CoreOffice/XMLCoder", exact: "0.18.2")],
  targets: [.executableTarget(name: "ask", dependencies: ["XMLCoder"])])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Foundation
import XMLCoder

struct Contents: Codable { var Key: String }
func read(_ text: String, trimmed: Bool) throws -> String {
  let document = Data("<Contents><Key>\(text)</Key></Contents>".utf8)
  return try XMLDecoder(trimValueWhitespaces: trimmed).decode(Contents.self, from: document).Key.debugDescription
}
for text in CommandLine.arguments.dropFirst() {
  print("\(text): \(try read(text, trimmed: true)), not trimmed \(try read(text, trimmed: false))")
}
let written = try XMLEncoder().encode(Contents(Key: "a\rb"))
print("a carriage return is written as \(String(decoding: written, as: UTF8.self).debugDescription)")
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

texts=('a &amp; b' '<![CDATA[a & b]]>' 'a <![CDATA[& b]]>' 'a <![CDATA[&]]> b' 'a&#10;b' 'a&#13;b' 'a&#x20;b')
{
  .build/debug/ask "${texts[@]}"
  python3 - "${texts[@]}" <<'PYTHON'
import sys
import xml.etree.ElementTree as ElementTree

for text in sys.argv[1:]:
    print(f"{text}: Python {ElementTree.fromstring(f'<Key>{text}</Key>').text!r}")
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a &amp; b: "a & b", not trimmed "a & b"
<![CDATA[a & b]]>: "a & b", not trimmed "a & b"
a <![CDATA[& b]]>: "a", not trimmed "a "
a <![CDATA[&]]> b: "a", not trimmed "a "
a&#10;b: "ab", not trimmed "a\nb"
a&#13;b: "ab", not trimmed "a\rb"
a&#x20;b: "ab", not trimmed "a b"
a carriage return is written as "<Contents><Key>a\rb</Key></Contents>"
a &amp; b: Python 'a & b'
<![CDATA[a & b]]>: Python 'a & b'
a <![CDATA[& b]]>: Python 'a & b'
a <![CDATA[&]]> b: Python 'a & b'
a&#10;b: Python 'a\nb'
a&#13;b: Python 'a\rb'
a&#x20;b: Python 'a b'
SEEN
