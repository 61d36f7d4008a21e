import Documents
import Foundation

/// A place for results: standard output, or a file.
///
/// A command opens all of its outputs before it asks or changes anything, so that one that cannot be written ends it
/// while nothing has happened. A file is written through, as a shell's `>` does: devices, named pipes and links stay what
/// they are, and a file keeps its mode, its owner and its other names. Until there are results it keeps its content too,
/// unless that is the report of an earlier run of a shard.
final class Output {
  /// Standard output, as options name it.
  static let standardName = "-"
  /// Standard output, as a person knows it.
  static let standardOutput = "standard output"

  /// How a person knows it.
  let name: String
  private let descriptor: Int32
  /// Whether it is one of this process's own streams, which others write to as well.
  private let isStream: Bool
  /// What tells a file from all others; `nil` for what is none.
  private let file: FileRoles.Identity?
  /// The path of a file that was made here and has no content yet.
  private var emptyFile: String?

  /// Opens standard output for `-`, else the file of that path, which is made where it is missing. A named pipe is
  /// waited for until somebody reads it.
  ///
  /// - Parameters:
  ///   - areWaivers: Whether it may be a file that is read for its waivers as well.
  ///   - isShared: Whether standard output takes more than this.
  /// - Throws: ``Failure`` where it cannot be written to, where it is read, so that what was given would be gone, and
  ///   where it gets other results.
  init(_ path: String, areWaivers: Bool = false, isShared: Bool = false) throws {
    if let stream = Self.stream(path) {
      name = stream == STDOUT_FILENO ? Self.standardOutput : path
      let mode = fcntl(stream, F_GETFL)
      guard mode >= 0, mode & O_ACCMODE != O_RDONLY else { throw Failure("\(name): it is closed.") }
      (descriptor, isStream, file) = (stream, true, nil)
      if stream == STDOUT_FILENO, !isShared { try FileRoles.noteStandardOutput() }
      return
    }
    if path.isEmpty { throw Failure(Files.noName) }
    name = path
    var opened = Self.open(path, O_WRONLY)
    let isNew = opened < 0 && errno == ENOENT
    if isNew { opened = Self.open(path, O_WRONLY | O_CREAT) }
    guard opened >= 0 else { throw Failure("\(path): \(Self.phrase(errno)).") }
    (descriptor, isStream) = (opened, false)
    file = FileRoles.Identity(opened)
    // A link that led nowhere leads to the new file now, and is to stay where that goes again.
    emptyFile = isNew ? realpath(path, nil).map { Self.text(of: $0) } : nil
    if let file { try FileRoles.noteWritten(file, path, areWaivers: areWaivers) }
  }

  deinit {
    if !isStream { close(descriptor) }
    if let emptyFile { unlink(emptyFile) }
  }

  /// Writes all of the results, with one newline at their end; of nothing, nothing. What a file held is gone then, and
  /// not before: a disk without room for the new content keeps the old.
  ///
  /// - Throws: ``Failure`` where it cannot be written.
  func write(_ text: String) throws {
    var bytes = Array(text.utf8)
    if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    if file != nil { try reserve(bytes.count) }
    emptyFile = nil
    guard Self.write(bytes, to: descriptor), file == nil || ftruncate(descriptor, off_t(bytes.count)) == 0 else {
      throw failure(errno)
    }
  }

  /// Writes results that come piece by piece as if they came at once. Until all of them are there they lie in a temporary
  /// file, where they are too many to be held.
  ///
  /// - Parameter pieces: Hands them to what it is given, each with its line break.
  /// - Throws: ``Failure`` where they cannot be written, and whatever the pieces throw; what a file held stays then.
  func write(_ pieces: ((String) throws -> Void) throws -> Void) throws {
    let staged = StagedText()
    try pieces(staged.append)
    try staged.finish()
    if file != nil { try reserve(staged.count) }
    emptyFile = nil
    let isWritten = try staged.forEachChunk { Self.write($0, to: descriptor) }
    guard isWritten, file == nil || ftruncate(descriptor, off_t(staged.count)) == 0 else { throw failure(errno) }
  }

  /// Empties a file that begins as a report does; all others stay as they are.
  func dropOldReport() {
    guard file != nil, let handle = FileHandle(forReadingAtPath: name) else { return }
    defer { try? handle.close() }
    let beginning = String(decoding: (try? handle.read(upToCount: 64)) ?? Data(), as: UTF8.self)
    if beginning.filter({ !$0.isWhitespace }).hasPrefix(#"{"schemaVersion":"1","run":{"id":"#) {
      ftruncate(descriptor, 0)
    }
  }

  /// Makes sure that a file has room for that many bytes.
  private func reserve(_ count: Int) throws {
    let length = lseek(descriptor, 0, SEEK_END)
    lseek(descriptor, 0, SEEK_SET)
    let error = posix_fallocate(descriptor, 0, off_t(count))
    guard [ENOSPC, EDQUOT, EFBIG].contains(error) else { return }
    if length >= 0 { ftruncate(descriptor, length) }
    throw failure(error)
  }

  private func failure(_ error: Int32) -> Failure { Failure("\(name): \(Self.phrase(error)).") }

  /// Where a new file cannot be made, it is its folder that is missing.
  private static func phrase(_ error: Int32) -> String {
    error == ENOENT ? "there is no such file or folder" : FileError(number: error).description
  }

  /// The open stream of this process that a path names: opened once more by such a name, a file would be written from its
  /// beginning.
  private static func stream(_ path: String) -> Int32? {
    if path == standardName || path == "/dev/stdout" { return STDOUT_FILENO }
    if path == "/dev/stderr" { return STDERR_FILENO }
    let folders = ["/dev/fd/", "/proc/self/fd/"]
    return folders.lazy.compactMap { path.hasPrefix($0) ? Int32(path.dropFirst($0.count)) : nil }.first
  }

  private static func open(_ path: String, _ flags: Int32) -> Int32 {
    while true {
      let descriptor = Foundation.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o666)
      if descriptor >= 0 || errno != EINTR { return descriptor }
    }
  }

  private static func text(of path: UnsafeMutablePointer<CChar>) -> String {
    defer { free(path) }
    return String(cString: path)
  }

  /// Writes all bytes; where that fails, `errno` says why.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          // Whoever made the pipe may have told it not to wait.
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}

/// The three streams that a process begins with.
enum StandardStreams {
  /// Makes sure that nothing this process opens takes the place of a stream that it was started without, and that
  /// writing where nobody reads is an error instead of the end. A program that this one starts ends as usual.
  static func secure() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // Open the other way round, it is as useless as a closed one. The lowest number that is free is taken.
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    signal(SIGPIPE) { _ in }
  }
}
