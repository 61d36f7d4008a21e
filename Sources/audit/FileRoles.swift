import Foundation
import Synchronization

/// The files that this process reads, and those that its results go to. None is both, as what was given to be read would
/// be gone, and none gets two results, as the first would be. Waivers alone may go into the configuration that says them.
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

  /// What is known of the files of this process.
  private struct Known {
    /// What is read, and whether all of it is configuration.
    var read: [Identity: Bool] = [:]
    /// What is written, by the path that names it.
    var written: [Identity: String] = [:]
    /// Whether results go to standard output.
    var isStandardOutputTaken = false
  }

  private static let known = Mutex(Known())

  /// Takes note that a file is read.
  ///
  /// - Parameter isConfiguration: Whether it is read for the waivers that it may hold.
  /// - Throws: ``Failure`` where results go to it.
  static func noteRead(_ path: String, isConfiguration: Bool = false) throws {
    guard let file = Identity(path: path) else { return }
    let isWritten = known.withLock { known in
      known.read[file] = isConfiguration && known.read[file] != false
      return known.written[file] != nil
    }
    if isWritten { throw refusal(path) }
  }

  /// Takes note that results go to a file.
  ///
  /// - Parameter areWaivers: Whether they may go to where waivers were read.
  /// - Throws: ``Failure`` where it is read, or gets other results.
  static func noteWritten(_ file: Identity, _ path: String, areWaivers: Bool) throws {
    let (isConfiguration, other) = known.withLock { known in
      (known.read[file], known.written.updateValue(path, forKey: file))
    }
    if let isConfiguration, !(isConfiguration && areWaivers) { throw refusal(path) }
    guard let other else { return }
    let names = path == other ? "\(path) is" : "\(other) and \(path) are one file, which is"
    throw Failure("\(names) named for two results, of which one would be lost.")
  }

  /// Takes note that results go to standard output.
  ///
  /// - Throws: ``Failure`` where others do.
  static func noteStandardOutput() throws {
    let isTaken = known.withLock { known in
      defer { known.isStandardOutputTaken = true }
      return known.isStandardOutputTaken
    }
    if isTaken {
      throw Failure("Standard output is named for two results, and takes one: give one of them a file.")
    }
  }

  /// What is said of a file that is to be read, and to get results.
  static func refusal(_ path: String) -> Failure {
    Failure("\(path): it is read here, and results written to it would take its place. Name another file for them.")
  }
}
