import Documents
import Estate
import Foundation

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

  /// All files below a folder, sorted.
  static func list(_ folder: String) throws -> [String] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
      throw Failure("\(folder): the folder cannot be read.")
    }
    return names.sorted().map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }.filter { !isFolder($0) }
  }

  /// The bytes of a file, or of standard input for `-`.
  static func read(_ path: String) throws -> [UInt8] {
    if path == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
    if isFolder(path) { throw Failure("\(path): \(SystemError.phrase(EISDIR)), and a file was expected.") }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure("\(path): \(reason(error))")
    }
  }

  /// The text of a file.
  static func readText(_ path: String) throws -> String {
    guard let text = String(validating: try read(path), as: UTF8.self) else {
      throw Failure("\(path): the file is not in UTF-8.")
    }
    return text
  }

  /// The JSON in a file, or on standard input for `-`.
  static func readJSON(_ path: String) throws -> JSONValue {
    let bytes = try read(path)
    do {
      return try JSONReader.read(bytes)
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
  static func print(_ text: String) throws { try Output(Output.standardName).write(text) }

  private static func reason(_ error: any Error) -> String {
    let system = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let system, system.domain == NSPOSIXErrorDomain {
      return system.code == ENOENT ? "there is no such file." : "\(SystemError.phrase(Int32(system.code)))."
    }
    return switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile?: "there is no such file."
    case .fileReadNoPermission?: "permission is denied."
    case .fileReadUnknown?: "it cannot be read; it may be a folder."
    default: "it cannot be read."
    }
  }
}
