import Foundation
import Synchronization

/// The files that this process reads, and those that its results go to. None is both, as what was given to be read would
/// be gone, and none gets two results, as the first would be.
enum FileRoles {
  /// What tells a file from all others, whichever path leads to it.
  struct Identity: Hashable {
    private let device: dev_t
    private let number: ino_t

    /// What an open file is; `nil` for what is none, such as a pipe or a device.
    init?(_ descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { return nil }
      self.init(status)
    }

    /// What a path leads to; `nil` where there is no file.
    init?(path: String) {
      var status = stat()
      guard path != Output.standardName, stat(path, &status) == 0 else { return nil }
      self.init(status)
    }

    private init?(_ status: stat) {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      (device, number) = (status.st_dev, status.st_ino)
    }
  }

  private static let known = Mutex<(read: Set<Identity>, written: [Identity: String])>(([], [:]))

  /// Takes note that a file is read.
  ///
  /// - Throws: ``Failure`` where results go to it.
  static func noteRead(_ path: String) throws {
    guard let file = Identity(path: path) else { return }
    let isWritten = known.withLock { known in
      known.read.insert(file)
      return known.written[file] != nil
    }
    if isWritten { throw refusal(path) }
  }

  /// Takes note that results go to a file.
  ///
  /// - Throws: ``Failure`` where it is read, or gets other results.
  static func noteWritten(_ file: Identity, _ path: String) throws {
    let (isRead, other) = known.withLock { known in
      (known.read.contains(file), known.written.updateValue(path, forKey: file))
    }
    if isRead { throw refusal(path) }
    guard let other else { return }
    let names = path == other ? "\(path) is" : "\(other) and \(path) are one file, which is"
    throw Failure("\(names) named for two results, of which one would be lost.")
  }

  private static func refusal(_ path: String) -> Failure {
    Failure("\(path): it is read here, and results written to it would take its place. Name another file for them.")
  }
}
