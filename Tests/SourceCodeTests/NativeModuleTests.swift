import CZlib
import Foundation
import Testing

@testable import SourceCode

/// Machine code in a package, by its first bytes.
@Suite struct NativeModuleTests {
  private static func elf(machine: Int, bits: UInt8 = 2, order: UInt8 = 1) -> [UInt8] {
    let number = [UInt8(machine & 0xFF), UInt8(machine >> 8)]
    return [0x7F, 0x45, 0x4C, 0x46, bits, order, 1, 0] + [UInt8](repeating: 0, count: 8) + [3, 0]
      + (order == 2 ? number.reversed() : number)
  }

  @Test(
    arguments: [
      (elf(machine: 62), "ELF for x86-64"), (elf(machine: 62, bits: 1), "ELF for x32"),
      (elf(machine: 183), "ELF for AArch64"), (elf(machine: 3, bits: 1), "ELF for x86"),
      (elf(machine: 62, order: 2), "ELF for x86-64"), (elf(machine: 999), "ELF for machine 999"),
      ([0xCF, 0xFA, 0xED, 0xFE, 7, 0, 0, 1], "Mach-O"), ([0xCA, 0xFE, 0xBA, 0xBE], "Mach-O"),
      ([0x4D, 0x5A, 0x90, 0], "a library of Windows"), (Array("#!/bin/sh".utf8), "no library of a known kind"),
      (Array(elf(machine: 62).prefix(19)), "no library of a known kind"), ([], "no library of a known kind"),
    ] as [([UInt8], String)])
  func `a file is what its header says`(bytes: [UInt8], format: String) {
    #expect(NativeModule.format(of: bytes) == format)
  }

  @Test(arguments: [
    ("a.node", true), ("node_modules/a/build/Release/a.node", true), ("lib/libvips.so.42.16.1", true),
    ("lib/a.so", true), ("a.cpython-313-x86_64-linux-gnu.so", true), ("a.dylib", true), ("index.js", false),
    ("node", false), ("a.sox", false), ("readme.so.md/index.js", false),
  ])
  func `machine code is known by its name`(name: String, isNative: Bool) {
    #expect(NativeModule.isNamed(name) == isNative)
  }

  /// A package as tools pack it, stored or deflated.
  private func archive(_ files: [String: Data], isDeflated: Bool) throws -> ZipArchive {
    let folder = FileManager.default.temporaryDirectory.appending(path: "native-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, content) in files { try content.write(to: folder.appending(path: name)) }
    let script = """
      import sys, zipfile
      with zipfile.ZipFile("out.zip", "w", zipfile.ZIP_DEFLATED if sys.argv[1] == "8" else zipfile.ZIP_STORED) as file:
          [file.write(name) for name in sys.argv[2:]]
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.currentDirectoryURL = folder
    process.arguments = ["python3", "-c", script, isDeflated ? "8" : "0"] + files.keys.sorted()
    try process.run()
    process.waitUntilExit()
    return try ZipArchive(Array(try Data(contentsOf: folder.appending(path: "out.zip"))))
  }

  @Test(arguments: [true, false])
  func `a package tells what each of its native modules is, whatever their size`(isDeflated: Bool) throws {
    let large =
      Data(Self.elf(machine: 62)) + Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) })
    let archive = try archive(
      [
        "a.node": large, "b.node": Data([0xCF, 0xFA, 0xED, 0xFE]) + Data(count: 100), "c.so": Data(),
        "index.js": Data("x".utf8),
      ], isDeflated: isDeflated)
    #expect(
      archive.nativeModules.map { "\($0.file): \($0.format)" }.sorted() == [
        "a.node: ELF for x86-64", "b.node: Mach-O", "c.so: no library of a known kind",
      ])
  }
}
