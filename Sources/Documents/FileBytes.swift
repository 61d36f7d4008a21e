import Foundation

/// Files as they come: regular ones, and pipes and devices, which have no length.
public enum FileBytes {
  /// All bytes of a file, read to its end.
  ///
  /// - Throws: ``FileError`` where it cannot be opened or read; a folder cannot.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    var descriptor: Int32 = -1
    repeat { descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw FileError(number: errno) }
    defer { close(descriptor) }
    return try read(descriptor)
  }

  /// All bytes of what is open, from where it stands to its end.
  ///
  /// - Throws: ``FileError`` where it cannot be read.
  public static func read(_ descriptor: Int32) throws(FileError) -> [UInt8] {
    var status = stat()
    let length = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    var bytes: [UInt8] = []
    // One byte more than there should be tells the end without another round.
    bytes.reserveCapacity(length + 1)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { throw FileError(number: errno) }
    }
  }
}

/// What the system says of a file, in plain words.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The number of the error: `ENOENT`.
  public let number: Int32

  /// The error of that number.
  public init(number: Int32) { self.number = number }

  /// A phrase without a full stop: `permission is denied`.
  public var description: String {
    switch number {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission is denied"
    case EISDIR: "it is a folder"
    case ENOTDIR: "what is named as a folder is not a folder"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the quota of the disk is used up"
    case EFBIG: "the file would be too large"
    case EROFS: "the disk can only be read"
    case ELOOP: "its links lead in a circle"
    case EPIPE: "nobody reads it any more"
    case EBADF: "it is closed"
    default: String(cString: strerror(number))
    }
  }
}

/// The parts of a path, as texts: Foundation's `deletingLastPathComponent` ends the process for names of one character.
public enum FilePath {
  /// What stands before the last name of a path; empty where there is one name alone, `/` for what lies in the root.
  public static func folder(of path: String) -> String {
    let trimmed = path.lastIndex { $0 != "/" }.map { path[...$0] } ?? path.prefix(1)
    guard let slash = trimmed.lastIndex(of: "/") else { return "" }
    let folder = trimmed[..<slash]
    return folder.lastIndex { $0 != "/" }.map { String(folder[...$0]) } ?? "/"
  }
}
