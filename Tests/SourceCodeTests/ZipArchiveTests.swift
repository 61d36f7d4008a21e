import Foundation
import Testing

@testable import SourceCode

/// Written by Python's zipfile, deflated.
private let archive = Array(
  Data(
    base64Encoded: """
      UEsDBBQAAAAIAAAAIVhqNr/pNgAAAIMAAAAJAAAAaW5kZXgubWpzS60oyC8qUUjOzysuUchIzEvJSS1SsFVILK7MS1bQSC1LzSvRVLC1UwCzrB
      X09RUOr6Qu5AIAUEsDBBQAAAAIAAAAIVgAAAAAAgAAAAAAAAAEAAAAcGtnLwMAUEsDBBQAAAAIAAAAIVh7R5BaMgAAADUAAAAKAAAAcGtnL21v
      ZC5weUtJTVPIScxNSkmMz0jMS8lJLdJILUvNK9FRSM7PK0mtKNG04lIAgqLUktKiPAWwHBcAUEsDBBQAAAAIAAAAIVgAAAAAAgAAAAAAAAAJAA
      AAZW1wdHkudHh0AwBQSwECFAMUAAAACAAAACFYaja/6TYAAACDAAAACQAAAAAAAAAAAAAAgAEAAAAAaW5kZXgubWpzUEsBAhQDFAAAAAgAAAAh
      WAAAAAACAAAAAAAAAAQAAAAAAAAAAAAAAIABXQAAAHBrZy9QSwECFAMUAAAACAAAACFYe0eQWjIAAAA1AAAACgAAAAAAAAAAAAAAgAGBAAAAcG
      tnL21vZC5weVBLAQIUAxQAAAAIAAAAIVgAAAAAAgAAAAAAAAAJAAAAAAAAAAAAAACAAdsAAABlbXB0eS50eHRQSwUGAAAAAAQABADYAAAABAEA
      AAAA
      """.filter { !$0.isWhitespace }) ?? Data())

/// An archive written by hand, so that each of its numbers can lie.
private struct Writer {
  struct File {
    var name = "a.js"
    var text = "1"
    var method = 0
    var flags = 0
    var localName: String?
    var size: Int?
    var crc: UInt32?
    /// Takes the data of the file before instead of its own.
    var sharesData = false
    /// The packed bytes, where they are not the text itself.
    var packed: [UInt8]?
    var packedSize: Int?
  }

  var files: [File]
  var count: Int?
  var directoryOffset: Int?
  var comment = ""

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    var last = 0
    for file in files {
      let text = Array(file.text.utf8)
      let packed = file.packed ?? text
      let sizes =
        little(Int(file.crc ?? Self.crc32(text)), 4) + little(file.packedSize ?? packed.count, 4)
        + little(file.size ?? text.count, 4)
      let offset = file.sharesData ? last : result.count
      last = offset
      if !file.sharesData {
        let name = Array((file.localName ?? file.name).utf8)
        result += little(0x0403_4B50, 4) + little(20, 2) + little(file.flags, 2) + little(file.method, 2) + little(0, 4)
        result += sizes + little(name.count, 2) + little(0, 2) + name + packed
      }
      let name = Array(file.name.utf8)
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + little(file.flags, 2) + little(file.method, 2)
      directory += little(0, 4) + sizes + little(name.count, 2) + little(0, 12) + little(offset, 4) + name
    }
    let start = directoryOffset ?? result.count
    result += directory
    result += little(0x0605_4B50, 4) + little(0, 4) + little(count ?? files.count, 2) + little(count ?? files.count, 2)
    result += little(directory.count, 4) + little(start, 4) + little(comment.utf8.count, 2) + Array(comment.utf8)
    return result
  }
}

@Suite struct ZipArchiveTests {
  @Test func readsAnArchiveOfAnotherProgram() throws {
    let zip = try ZipArchive(archive)
    #expect(zip.names == ["index.mjs", "pkg/mod.py", "empty.txt"])
    #expect(try zip.entry("index.mjs")?.hasSuffix("é\n") == true)
    #expect(try zip.entry("pkg/mod.py") == "def lambda_handler(event, context):\n    return event\n")
    #expect(try zip.entry("empty.txt") == "")
    #expect(try zip.entry("pkg/") == nil)
    #expect(try zip.entry("missing") == nil)
  }

  @Test func readsWhatIsStoredAndAComment() throws {
    // The comment holds what looks like an end record.
    let zip = try ZipArchive(
      Writer(files: [.init(text: "stored")], comment: "PK\u{5}\u{6} and more than twenty-two bytes").bytes)
    #expect(try zip.entry("a.js") == "stored")
    #expect(try ZipArchive(Writer(files: []).bytes).names == [])
  }

  @Test(arguments: [
    ("index.handler", "nodejs22.x", "index.mjs", "handler"), ("./index.handler", "nodejs20.x", "index.mjs", "handler"),
    ("pkg/mod.lambda_handler", "python3.12", "pkg/mod.py", "lambda_handler"),
    ("pkg.mod.lambda_handler", "python3.9", "pkg/mod.py", "lambda_handler"),
  ])
  func findsTheHandler(handler: String, runtime: String, file: String, function: String) throws {
    let found = try #require(try ZipArchive(archive).handlerFile(handler: handler, runtime: runtime))
    #expect(found.name == file && found.function == function)
  }

  @Test(arguments: [
    ("other.handler", "nodejs22.x"), ("index", "nodejs22.x"), ("index.handler", "java21"),
    ("index.handler", "python3.12"),
  ])
  func findsNoHandler(handler: String, runtime: String) throws {
    #expect(try ZipArchive(archive).handlerFile(handler: handler, runtime: runtime) == nil)
  }

  @Test func prefersTheExtensionThatNodeTriesFirst() throws {
    let zip = try ZipArchive(Writer(files: [.init(name: "index.cjs"), .init(name: "index.js")]).bytes)
    #expect(zip.handlerFile(handler: "index.handler", runtime: "nodejs22.x")?.name == "index.js")
  }

  @Test(arguments: [
    "../a", "a/../../b", "/etc/passwd", "a\\b", "a\0b", "C:/x", "..", "",
  ])
  func refusesNamesThatLeadOut(name: String) throws {
    let zip = try ZipArchive(Writer(files: [.init(name: name)]).bytes)
    #expect(zip.names.isEmpty)
    #expect(throws: ZipArchiveError(entry: name, reason: .unsafeName)) { try zip.bytes(of: name) }
  }

  /// Entries that nobody should read, each beside one that is as it should be.
  private static let faulty: [Writer.File] = [
    .init(name: "a\\b"), .init(name: "../a"), .init(name: "b.js", flags: 1), .init(name: "b.js", size: 65 << 20),
    .init(name: "b.js", method: 8, size: 30 << 20), .init(name: "b.js", localName: "c.js"),
    .init(name: "b.js", method: 12), .init(name: "b.js", text: "abc", crc: 1),
  ]

  @Test(arguments: faulty.indices)
  func `what is wrong with an entry counts for that entry alone`(index: Int) throws {
    let zip = try ZipArchive(Writer(files: [.init(name: "a.js", text: "fine"), Self.faulty[index]]).bytes)
    #expect(try zip.entry("a.js") == "fine")
    #expect(zip.handlerFile(handler: "a.handler", runtime: "nodejs22.x")?.name == "a.js")
    #expect(throws: ZipArchiveError.self) { try zip.bytes(of: Self.faulty[index].name) }
  }

  @Test func `of two entries of one name neither is read, and others are`() throws {
    let zip = try ZipArchive(Writer(files: [.init(name: "a.js"), .init(name: "b.js"), .init(name: "b.js")]).bytes)
    #expect(zip.names == ["a.js", "b.js"])
    #expect(try zip.entry("a.js") == "1")
    #expect(throws: ZipArchiveError(entry: "b.js", reason: .duplicateName)) { try zip.bytes(of: "b.js") }
    #expect(zip.handlerFile(handler: "b.handler", runtime: "nodejs22.x")?.name == "b.js")
  }

  @Test func acceptsDotsThatLeadNowhere() throws {
    #expect(try ZipArchive(Writer(files: [.init(name: "a..b/...c")]).bytes).names == ["a..b/...c"])
  }

  @Test func refusesHostileDirectories() {
    func reason(_ writer: Writer, _ limits: ZipArchive.Limits = .init()) -> ZipArchiveError.Reason? {
      do throws(ZipArchiveError) {
        let zip = try ZipArchive(writer.bytes, limits: limits)
        for file in writer.files.reversed() { _ = try zip.bytes(of: file.name) }
      } catch {
        return error.reason
      }
      return nil
    }
    #expect(reason(Writer(files: [.init(flags: 1)])) == .encrypted)
    #expect(reason(Writer(files: [.init(flags: 0x40)])) == .encrypted)
    #expect(reason(Writer(files: [.init(), .init()])) == .duplicateName)
    #expect(reason(Writer(files: [.init(), .init(name: "b.js", localName: "a.js", sharesData: true)])) == .damaged)
    #expect(reason(Writer(files: [.init(localName: "b.js")])) == .damaged)
    #expect(
      reason(Writer(files: [.init(packedSize: 60), .init(name: "b.js", text: String(repeating: "x", count: 90))]))
        == .overlap)
    #expect(reason(Writer(files: [.init(packedSize: 4000)])) == .damaged)
    #expect(reason(Writer(files: [.init()], count: 9)) == .damaged)
    #expect(reason(Writer(files: [.init()], directoryOffset: 9_999_999)) == .damaged)
    #expect(reason(Writer(files: [.init()], directoryOffset: 3)) == .damaged)
    #expect(reason(Writer(files: [.init()], count: 0xFFFF)) == .damaged)
    #expect(reason(Writer(files: [.init(size: 65 << 20)])) == .tooLarge)
    #expect(reason(Writer(files: [.init(size: 0xFFFF_FFFF)])) == .damaged)
    #expect(reason(Writer(files: [.init(method: 8, size: 30 << 20)])) == .tooDense)
    var few = ZipArchive.Limits()
    few.entries = 1
    #expect(reason(Writer(files: [.init(), .init(name: "b")]), few) == .tooManyEntries)
    var small = ZipArchive.Limits()
    small.totalSize = 3
    #expect(reason(Writer(files: [.init(text: "12"), .init(name: "b", text: "34")]), small) == .tooLarge)
  }

  @Test func refusesDamagedData() throws {
    func reason(_ file: Writer.File) throws -> ZipArchiveError.Reason? {
      let zip = try ZipArchive(Writer(files: [file]).bytes)
      do throws(ZipArchiveError) { _ = try zip.entry("a.js") } catch { return error.reason }
      return nil
    }
    // A deflate stream of one stored block.
    let deflated: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 0x61, 0x62, 0x63]
    #expect(try reason(.init(text: "abc", method: 8, packed: deflated)) == nil)
    #expect(try reason(.init(text: "abd", method: 8, packed: deflated)) == .checksumMismatch)
    #expect(try reason(.init(text: "ab", method: 8, packed: deflated)) == .sizeMismatch)
    #expect(try reason(.init(text: "abcd", method: 8, packed: deflated)) == .sizeMismatch)
    #expect(try reason(.init(text: "", method: 8, packed: deflated)) == .sizeMismatch)
    #expect(try reason(.init(text: "abc", method: 8, packed: deflated + [0])) == .sizeMismatch)
    #expect(try reason(.init(text: "abc", method: 8, packed: Array(deflated.dropLast()))) == .sizeMismatch)
    #expect(try reason(.init(text: "abc", method: 8, packed: [7, 1, 2])) == .damaged)
    #expect(try reason(.init(text: "abc", size: 2)) == .sizeMismatch)
    #expect(try reason(.init(text: "abc", crc: 1)) == .checksumMismatch)
    #expect(try reason(.init(text: "abc", method: 12)) == .unknownMethod(12))
  }

  @Test(arguments: [[], [0x50, 0x4B], Array(repeating: UInt8(0x50), count: 100)])
  func refusesWhatIsNoArchive(bytes: [UInt8]) {
    #expect(throws: ZipArchiveError(entry: nil, reason: .noArchive)) { try ZipArchive(bytes) }
  }

  @Test func survivesEveryBrokenByte() {
    // Each outcome is fine but a trap.
    for index in archive.indices {
      for value in [0, 0x7F, 0xFF] as [UInt8] {
        var bytes = archive
        bytes[index] = value
        guard let zip = try? ZipArchive(bytes) else { continue }
        for name in zip.names { _ = try? zip.bytes(of: name) }
      }
      _ = try? ZipArchive(Array(archive[..<index]))
    }
  }
}
