import Auditing
import Documents
import Foundation

/// A file that the tool writes and people may go on with: what somebody has changed is not written over.
struct WrittenOutput {
  private let output: Output
  private let isFile: Bool
  /// Whether the file held something when it was opened.
  let hasContent: Bool

  /// Opens a file, and makes the folders that are missing on the way there; `-` is standard output.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - isForced: Whether it is written over whatever it holds.
  ///   - areWaivers: Whether it is written with waivers, which may go to where others were read.
  /// - Throws: ``Failure`` where it holds something that was not written by the tool, or was changed since, where it
  ///   cannot be written, and where it is read or gets other results.
  init(_ path: String, isForced: Bool, areWaivers: Bool = false) throws {
    isFile = path != Output.standardName
    var hasContent = false
    if isFile {
      try Self.makeFolders(of: path)
      if Self.isRegular(path) {
        let text = String(decoding: try Files.bytes(path), as: UTF8.self)
        hasContent = !text.isEmpty
        guard isForced || text.isEmpty || WrittenFile.isUntouched(text) else {
          throw Failure(
            "\(path): it was changed since audit wrote it, or audit did not write it. --force writes over it.")
        }
      }
    }
    self.hasContent = hasContent
    output = try Output(path, areWaivers: areWaivers)
  }

  /// Makes what is missing of the folders that a path names.
  private static func makeFolders(of path: String) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    for end in parts.indices {
      let folder = parts[...end].joined(separator: "/")
      if folder.isEmpty || Files.exists(folder) || mkdir(folder, 0o777) == 0 { continue }
      throw Failure("\(path): its folder cannot be made: \(FileError(number: errno)).")
    }
  }

  /// Writes the text, with the line by which the next run knows it.
  func write(_ text: String) throws { try output.write(isFile ? WrittenFile.sealed(text) : text) }

  /// Writes a file that is not there yet, and makes the folders that are missing on the way there.
  ///
  /// - Throws: ``Failure`` where something has that name, and where it cannot be written.
  static func create(_ path: String, _ text: String) throws {
    try makeFolders(of: path)
    // Whatever comes into being between a look and the writing is not written over either.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure("\(path): it cannot be written: \(FileError(number: errno)).") }
    defer { close(descriptor) }
    guard Output.write(Array(text.utf8), to: descriptor) else {
      let reason = FileError(number: errno)
      // What is there already stays, whatever it holds: half of it would stay as well.
      unlink(path)
      throw Failure("\(path): it cannot be written: \(reason).")
    }
  }

  /// Whether there is a file that holds something.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
