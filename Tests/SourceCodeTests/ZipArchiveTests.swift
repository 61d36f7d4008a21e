import Foundation
import Testing

@testable import SourceCode

@Suite struct ZipArchiveTests {
  /// Made by Python's zipfile: index.js deflated ("exports.handler = 1;\n" forty times), lib/a.txt stored ("a").
  private static func archive(_ script: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import io, sys, zipfile
      b = io.BytesIO()
      z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED)
      \(script)
      z.close()
      sys.stdout.buffer.write(b.getvalue())
      """,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Array(data)
  }

  private static let sound = """
    z.writestr('index.js', 'exports.handler = 1;\\n' * 40)
    z.writestr(zipfile.ZipInfo('lib/a.txt'), 'a')
    """

  @Test func `entries are unpacked as they were packed`() throws {
    let archive = try ZipArchive(try Self.archive(Self.sound))
    #expect(archive.names == ["index.js", "lib/a.txt"])
    #expect(try archive.entry("index.js") == Array(String(repeating: "exports.handler = 1;\n", count: 40).utf8))
    #expect(try archive.entry("lib/a.txt") == Array("a".utf8))
    #expect(try archive.entry("nope") == nil)
  }

  @Test(arguments: ["../up.js", "/root.js", "a/../../b.js", "a\\\\b.js"])
  func `names that lead elsewhere are refused`(name: String) throws {
    let bytes = try Self.archive("z.writestr(zipfile.ZipInfo('index.js'), 'a')\nz.filelist[0].filename = '\(name)'")
    #expect(throws: ZipError.self) { try ZipArchive(bytes) }
  }

  @Test func `an archive that is cut off anywhere is refused or read, and nothing fails otherwise`() throws {
    let bytes = try Self.archive(Self.sound)
    for count in 0..<bytes.count {
      #expect(throws: ZipError.self) { try ZipArchive(Array(bytes.prefix(count))) }
    }
  }

  @Test func `a byte that changed is noticed`() throws {
    let bytes = try Self.archive(Self.sound)
    var refused = 0
    for index in 40..<60 {
      var changed = bytes
      changed[index] ^= 0xff
      do { _ = try ZipArchive(changed).entry("index.js") } catch { refused += 1 }
    }
    #expect(refused == 20)
  }

  @Test func `a bomb is refused by what it says and by what it does`() throws {
    let bytes = try Self.archive("z.writestr('index.js', b'0' * 5_000_000)")
    var limits = ZipArchive.Limits()
    limits.entryBytes = 1_000_000
    #expect(throws: ZipError.self) { try ZipArchive(bytes, limits: limits).entry("index.js") }
    // The directory lies about the size.
    let lying = try Self.archive("z.writestr('index.js', b'0' * 5_000_000)\nz.filelist[0].file_size = 10")
    #expect(throws: ZipError.self) { try ZipArchive(lying).entry("index.js") }
  }

  @Test func `encrypted and repeated entries are refused`() throws {
    let encrypted = try Self.archive("z.writestr('index.js', 'a')\nz.filelist[0].flag_bits |= 1")
    #expect(throws: ZipError.self) { try ZipArchive(encrypted) }
    let twice = try Self.archive(
      "import warnings\nwarnings.simplefilter('ignore')\nz.writestr('a', '1')\nz.writestr('a', '2')")
    #expect(throws: ZipError.self) { try ZipArchive(twice) }
  }

  @Test(
    arguments: [
      ("index.handler", "nodejs20.x", "index.js"), ("dist/handler.handler", "nodejs10.x", "dist/handler.js"),
      ("lambda_function.lambda_handler", "python3.9", "lambda_function.py"), ("a.b.c", "python3.12", "a.b.py"),
    ])
  func `the handler names its file`(handler: String, runtime: String, file: String) {
    #expect(HandlerName.files(handler, runtime: runtime).first == file)
  }

  @Test func `runtimes without source have no file`() {
    #expect(HandlerName.files("Example::Example.Handler", runtime: "dotnet8") == [])
    #expect(HandlerName.files("handler", runtime: "nodejs20.x") == [])
  }
}
