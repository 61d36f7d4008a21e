import Documents
import Estate
import Foundation
import Synchronization

/// Files as commands read and write them, with errors that name the file.
enum Files {
  /// Whether there is a folder of that name.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Whether something has that name, even a link that leads nowhere.
  static func exists(_ path: String) -> Bool { (try? FileManager.default.attributesOfItem(atPath: path)) != nil }

  /// A file's name without what stands behind its last dot.
  static func stem(_ path: String) -> String { (path as NSString).deletingPathExtension }

  /// All files below a folder, sorted; each once by what it is, whichever links lead to it. Names that begin with a dot
  /// are passed over, as shells do: so a mounted ConfigMap shows each of its files once.
  static func list(_ folder: String) throws -> [String] {
    var found: [String] = []
    var seen: Set<String> = []
    var waiting = [folder]
    while let next = waiting.popLast() {
      guard seen.insert(identity(next)).inserted else { continue }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: next) else {
        throw Failure("\(next): the folder cannot be read.")
      }
      for name in names where !name.hasPrefix(".") {
        let path = next.hasSuffix("/") ? next + name : "\(next)/\(name)"
        if isFolder(path) { waiting.append(path) } else { found.append(path) }
      }
    }
    return once(found.sorted())
  }

  /// Paths without those that lead to a file which another one before them leads to.
  static func once(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    return paths.filter { seen.insert(identity($0)).inserted }
  }

  /// What tells a file or folder from all others, whichever path leads to it; where nothing is there, what tells its
  /// folder and its name.
  static func identity(_ path: String) -> String {
    if path == "-" { return path }
    var status = stat()
    if stat(path, &status) == 0 { return "\(status.st_dev):\(status.st_ino)" }
    let folder = FilePath.folder(of: path)
    guard stat(folder.isEmpty ? "." : folder, &status) == 0 else { return path }
    return "\(status.st_dev):\(status.st_ino)/\(path.split(separator: "/").last ?? "")"
  }

  /// The bytes of a file that says what is to be done, or of standard input for `-`.
  ///
  /// - Parameter isConfiguration: Whether it is read for the waivers that it may hold, to which others may be added.
  /// - Throws: ``Failure`` where it cannot be read, and where results go to it.
  static func read(_ path: String, isConfiguration: Bool = false) throws -> [UInt8] {
    try FileRoles.noteRead(path, isConfiguration: isConfiguration)
    let bytes = try bytes(path)
    FileLog.current?.note(bytes)
    return bytes
  }

  /// What is said where a file is named by nothing, as by a variable of the shell that is not set.
  static let noName = "The name of a file is empty."

  /// Whether standard input was read already.
  private static let isInputTaken = Mutex(false)

  /// The bytes of a file, or of standard input for `-`, which can be read once.
  static func bytes(_ path: String) throws -> [UInt8] {
    if path.isEmpty { throw Failure(noName) }
    if path == "-" {
      let isTaken = isInputTaken.withLock { isTaken in
        defer { isTaken = true }
        return isTaken
      }
      if isTaken {
        throw Failure("Standard input holds one document, and is named for two: name a file as well.")
      }
    }
    do {
      return try path == "-" ? FileBytes.read(STDIN_FILENO) : FileBytes.read(path)
    } catch {
      throw Failure("\(path == "-" ? "standard input" : path): \(error).")
    }
  }

  /// The text of a file.
  static func readText(_ path: String, isConfiguration: Bool = false) throws -> String {
    guard let text = String(validating: try read(path, isConfiguration: isConfiguration), as: UTF8.self) else {
      throw Failure("\(path): the file is not in UTF-8.")
    }
    return text
  }

  /// The JSON in a file, or on standard input for `-`.
  ///
  /// - Parameter duplicateNames: What becomes of a member that is written twice. Nobody can tell which of the two was
  ///   meant, so only what is not acted upon lets it stand.
  static func readJSON(_ path: String, duplicateNames: JSONReader.DuplicateNames = .refused) throws -> JSONValue {
    let bytes = try read(path)
    do {
      return try JSONReader.read(bytes, duplicateNames: duplicateNames)
    } catch {
      throw Failure("\(path == "-" ? "standard input" : path): \(error)")
    }
  }

  /// The snapshot in a file.
  static func readSnapshot(_ path: String) throws -> Snapshot {
    let value = try readJSON(path)
    do {
      return try Snapshot(document: value)
    } catch {
      throw Failure("\(path): \(error)")
    }
  }

  /// Writes results to standard output, with one newline at the end.
  static func print(_ text: String) throws { try Output(Output.standardName, isShared: true).write(text) }
}
