import CZlib

/// A ZIP archive in memory, such as a Lambda deployment package. Hostile input is refused, not repaired: the archive
/// where its directory cannot be trusted, else the entry, for whoever asks for it.
///
/// PKWARE, "APPNOTE.TXT", 4.3 and 4.4.
public struct ZipArchive: Sendable {
  /// What an archive may hold.
  public struct Limits: Sendable, Hashable {
    /// How many entries.
    public var entries = 65_534
    /// How many bytes one entry may unpack to.
    public var entrySize = 64 << 20
    /// How many bytes all entries together may unpack to; Lambda unpacks at most 250 MB.
    public var totalSize = 512 << 20
    /// How many times its packed size an entry may unpack to; deflate reaches 1032.
    public var ratio = 200
    /// Up to so many bytes, the ratio does not count.
    public var ratioFloor = 1 << 20

    /// The limits that suit a deployment package.
    public init() {}
  }

  struct Entry: Sendable {
    let name: String
    let method: UInt16
    let crc: UInt32
    let packedSize: Int
    let size: Int
    let headerOffset: Int
    /// Where the packed bytes lie.
    let data: Range<Int>
  }

  private let bytes: [UInt8]
  private let entries: [String: Entry]
  /// What is wrong with entries, which counts for whoever asks for one of them.
  private let faults: [String: ZipArchiveError.Reason]
  /// The names of the files, in the order of the directory; folders left out.
  public let names: [String]

  /// Reads an archive's directory, and checks it.
  ///
  /// - Throws: ``ZipArchiveError``.
  public init(_ bytes: [UInt8], limits: Limits = Limits()) throws(ZipArchiveError) {
    self.bytes = bytes
    var directory = ZipDirectory(bytes: bytes, limits: limits)
    let all = try directory.entries()
    var (entries, faults) = ([String: Entry](), directory.faults)
    for entry in all where entries.updateValue(entry, forKey: entry.name) != nil {
      faults[entry.name] = .duplicateName
    }
    self.entries = entries
    self.faults = faults
    var seen: Set<String> = []
    names = all.map(\.name).filter { !$0.hasSuffix("/") && seen.insert($0).inserted }
  }

  /// A file as it is packed, by which method, and its size once it is unpacked.
  func packed(_ name: String) -> (data: ArraySlice<UInt8>, method: UInt16, size: Int)? {
    entries[name].map { (bytes[$0.data], $0.method, $0.size) }
  }

  /// The bytes of a file, unpacked and checked; `nil` where there is no such file.
  ///
  /// - Throws: ``ZipArchiveError`` where they are packed by a method other than deflate, or damaged.
  public func bytes(of name: String) throws(ZipArchiveError) -> [UInt8]? {
    if name.hasSuffix("/") { return nil }
    if let fault = faults[name] { throw ZipArchiveError(entry: name, reason: fault) }
    guard let entry = entries[name] else { return nil }
    let unpacked: [UInt8]
    switch entry.method {
    case 0:
      guard entry.size == entry.packedSize else { throw ZipArchiveError(entry: name, reason: .sizeMismatch) }
      unpacked = Array(bytes[entry.data])
    case 8:
      var result: CInt = 0
      let size = entry.size
      unpacked = bytes[entry.data].withUnsafeBufferPointer { input in
        [UInt8](unsafeUninitializedCapacity: size) { output, count in
          result = audit_inflate_raw(input.baseAddress, input.count, output.baseAddress, size)
          count = result == 0 ? size : 0
        }
      }
      guard result == 0 else {
        throw ZipArchiveError(entry: name, reason: result == -100 ? .sizeMismatch : .damaged)
      }
    default: throw ZipArchiveError(entry: name, reason: .unknownMethod(entry.method))
    }
    guard unpacked.withUnsafeBufferPointer({ audit_crc32($0.baseAddress, $0.count) }) == entry.crc else {
      throw ZipArchiveError(entry: name, reason: .checksumMismatch)
    }
    return unpacked
  }

  /// The text of a file; what is no UTF-8 in it is replaced. `nil` where there is no such file.
  ///
  /// - Throws: ``ZipArchiveError`` as ``bytes(of:)`` does.
  public func entry(_ name: String) throws(ZipArchiveError) -> String? {
    try bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The file that holds a handler, and the name of the function in it.
  ///
  /// Lambda Developer Guide: `index.handler` is `handler` in `index.js`, `.mjs` or `.cjs`; `pkg/mod.lambda_handler` or
  /// `pkg.mod.lambda_handler` is `lambda_handler` in `pkg/mod.py`.
  ///
  /// - Parameters:
  ///   - handler: The function's `Handler`.
  ///   - runtime: The function's `Runtime`, such as `nodejs22.x`.
  /// - Returns: `nil` where the runtime is neither Node.js nor Python, or the archive has no such file.
  public func handlerFile(handler: String, runtime: String) -> HandlerFile? {
    let isPython = runtime.hasPrefix("python")
    let name = handler.lastIndex(of: "/").map { handler.index(after: $0) } ?? handler.startIndex
    // Node.js takes what stands up to the first dot of the last part as the file, Python what stands up to the last.
    guard let dot = isPython ? handler.lastIndex(of: ".") : handler[name...].firstIndex(of: ".") else { return nil }
    let function = String(handler[handler.index(after: dot)...])
    var module = handler[..<dot]
    while module.hasPrefix("./") { module = module.dropFirst(2) }
    let candidates: [String]
    if runtime.hasPrefix("nodejs") {
      candidates = ["js", "mjs", "cjs"].map { "\(module).\($0)" }
    } else if isPython {
      let path = String(module.map { $0 == "." ? "/" : $0 })
      candidates = ["\(path).py", "\(path)/__init__.py"]
    } else {
      return nil
    }
    return candidates.first { entries[$0] != nil || faults[$0] != nil }.map {
      HandlerFile(name: $0, function: function)
    }
  }

  /// Where a handler is.
  public struct HandlerFile: Sendable, Hashable {
    /// The name of the file in the archive.
    public let name: String
    /// The name of the function in the file.
    public let function: String
  }
}

/// Why an archive is not read.
public struct ZipArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    case noArchive, damaged, severalDisks, tooManyEntries, tooLarge, tooDense, encrypted, unsafeName, duplicateName
    case overlap, sizeMismatch, checksumMismatch
    case unknownMethod(UInt16)
  }

  /// The entry that is wrong; `nil` for the archive as a whole.
  public let entry: String?
  /// What is wrong with it.
  public let reason: Reason

  /// One sentence that names the entry.
  public var description: String {
    let what =
      switch reason {
      case .noArchive: "is no ZIP archive"
      case .damaged: "is damaged"
      case .severalDisks: "is part of an archive on several disks"
      case .tooManyEntries: "has too many entries"
      case .tooLarge: "would unpack to too many bytes"
      case .tooDense: "would unpack to suspiciously many times its size"
      case .encrypted: "is encrypted"
      case .unsafeName: "has a name that leads out of the archive"
      case .duplicateName: "stands in the archive twice"
      case .overlap: "lies where another entry lies"
      case .sizeMismatch: "does not unpack to the size it states"
      case .checksumMismatch: "does not have the checksum it states"
      case .unknownMethod(let method): "is packed by method \(method), which is not deflate"
      }
    return (entry.map { "the entry \(String(reflecting: $0)) of the archive " } ?? "the archive ") + what
  }
}
