import Foundation
import TestSupport
import Testing

/// A file system in memory that is soon full.
final class SmallDisk: Sendable {
  private let folder: URL
  private var filling: URL { folder.appendingPathComponent("filling") }

  init(at folder: URL, kilobytes: Int) async throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    let mount = try await Harness.run(
      URL(fileURLWithPath: "/bin/mount"), ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path],
      environment: [:])
    try #require(mount.status == 0, "\(mount.errors)")
  }

  /// Takes all but that many bytes, at first all but a few pages.
  func fill(leaving rest: UInt64 = 65_536) throws {
    try Data().write(to: filling)
    let handle = try FileHandle(forWritingTo: filling)
    while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
    let size = try handle.seekToEnd()
    try handle.truncate(atOffset: size > rest ? size - rest : 0)
    try handle.close()
  }

  func makeRoom() throws { try FileManager.default.removeItem(at: filling) }

  func unmount() async {
    _ = try? await Harness.run(URL(fileURLWithPath: "/bin/umount"), [folder.path], environment: [:])
  }
}

extension Trait where Self == ConditionTrait {
  /// Only root may mount a small file system.
  static var needsMount: Self {
    .enabled("only root may mount the small file system that gets full") {
      let folder = Folders.temporary.appending(path: UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: folder) }
      guard let disk = try? await SmallDisk(at: folder, kilobytes: 64) else { return false }
      await disk.unmount()
      return true
    }
  }
}
