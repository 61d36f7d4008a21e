import CZlib

/// A file of a package that a runtime loads as machine code.
public struct NativeModule: Sendable, Hashable {
  /// Its name in the archive.
  public let file: String
  /// What it is, in words: `ELF for x86-64`, `Mach-O`.
  public let format: String

  /// What runs where Lambda@Edge runs functions.
  public static let edgeFormat = "ELF for x86-64"

  /// How many bytes say what a file is.
  static let headerSize = 20

  /// Whether a file of that name is loaded as machine code: an addon of Node.js, or a shared library of Linux.
  static func isNamed(_ file: String) -> Bool {
    let name = file.split(separator: "/").last ?? ""
    return name.hasSuffix(".node") || name.hasSuffix(".so") || name.contains(".so.")
      || name.hasSuffix(".dylib") || name.hasSuffix(".pyd")
  }

  /// What a file is by its first bytes.
  ///
  /// System V ABI, "ELF Header"; Apple, `mach-o/loader.h`; Microsoft, "PE Format".
  static func format(of bytes: [UInt8]) -> String {
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]), bytes.count >= headerSize {
      // The header says itself in which order its numbers are written.
      let machine = bytes[5] == 2 ? Int(bytes[18]) << 8 | Int(bytes[19]) : Int(bytes[19]) << 8 | Int(bytes[18])
      let names = [3: "x86", 40: "ARM", 62: "x86-64", 183: "AArch64", 243: "RISC-V"]
      // x86-64 with addresses of 32 bits is another platform.
      if machine == 62, bytes[4] != 2 { return "ELF for x32" }
      return "ELF for \(names[machine] ?? "machine \(machine)")"
    }
    let magic = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    if bytes.count >= 4, [0xFEED_FACE, 0xFEED_FACF, 0xCEFA_EDFE, 0xCFFA_EDFE, 0xCAFE_BABE].contains(magic) {
      return "Mach-O"
    }
    return bytes.starts(with: [0x4D, 0x5A]) ? "a library of Windows" : "no library of a known kind"
  }
}

extension ZipArchive {
  /// The files that a runtime loads as machine code, each by its first bytes alone, however large it is.
  public var nativeModules: [NativeModule] {
    names.filter(NativeModule.isNamed).map { name in
      NativeModule(file: name, format: beginning(of: name).map(NativeModule.format) ?? "damaged")
    }
  }

  /// The first bytes of a file; `nil` where they cannot be unpacked.
  private func beginning(of name: String) -> [UInt8]? {
    guard let (data, method, size) = packed(name) else { return nil }
    let wanted = min(size, NativeModule.headerSize)
    switch method {
    case 0: return Array(data.prefix(wanted))
    case 8:
      var written = 0
      let bytes = data.withUnsafeBufferPointer { input in
        [UInt8](unsafeUninitializedCapacity: wanted) { output, count in
          written =
            wanted == 0 ? 0 : audit_inflate_raw_prefix(input.baseAddress, input.count, output.baseAddress, wanted)
          count = max(0, written)
        }
      }
      return written == wanted ? bytes : nil
    default: return nil
    }
  }
}
