import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a state lies, and what can be done there.
struct StatePath {
  /// The file itself, links followed, so that two names of one file are one state.
  let path: String
  /// Whether there is a file with something in it.
  let exists: Bool
  /// Whether nothing may be written to the file or beside it.
  let isReadOnly: Bool
  /// Whether other machines may have the file open, too: SQLite's index of the write-ahead log is memory that processes
  /// of one machine share, and of no use there.
  var isOnNetwork: Bool

  /// Looks at a path.
  ///
  /// - Throws: ``StateError`` where no state can lie there.
  init(_ name: String) throws(StateError) {
    if name.isEmpty { throw StateError(.unavailable, "--state", "the name of the file is empty.") }
    let path = Self.real(name)
    let folder = FilePath.folder(of: path)
    var facts = stat()
    if stat(path, &facts) == 0 {
      guard facts.st_mode & S_IFMT == S_IFREG else {
        throw StateError(.unavailable, name, "a state is a regular file, which this is not.")
      }
      exists = facts.st_size > 0
      // Whoever takes the right to write from a file means it, although root may write it all the same.
      isReadOnly = facts.st_mode & 0o222 == 0 || access(path, W_OK) != 0 || access(folder, W_OK) != 0
      guard access(path, R_OK) == 0 else { throw StateError(.unavailable, name, "permission is denied.") }
    } else {
      guard errno == ENOENT else {
        throw StateError(.unavailable, name, "\(String(cString: strerror(errno))).")
      }
      guard access(folder, F_OK) == 0 else { throw StateError(.unavailable, name, "the folder does not exist.") }
      guard access(folder, W_OK) == 0 else {
        throw StateError(.unavailable, name, "the state cannot be made: nothing may be written in this folder.")
      }
      exists = false
      isReadOnly = false
    }
    self.path = path
    isOnNetwork = Self.isOnNetwork(folder)
  }

  /// The absolute path, without links.
  private static func real(_ name: String) -> String {
    if let whole = realpath(name, nil) {
      defer { free(whole) }
      return String(cString: whole)
    }
    // The file is still to be made; its folder may be behind a link.
    let folder = FilePath.folder(of: name)
    guard let whole = realpath(folder.isEmpty ? "." : folder, nil) else { return name }
    defer { free(whole) }
    let parent = String(cString: whole)
    return (parent == "/" ? "" : parent) + "/" + (name as NSString).lastPathComponent
  }

  private static func isOnNetwork(_ folder: String) -> Bool {
    #if os(Linux)
      var facts = stat()
      guard stat(folder, &facts) == 0, let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
      else { return false }
      return isShared(fileSystem(of: facts.st_dev, in: mounts))
    #else
      var facts = statfs()
      return statfs(folder, &facts) == 0 && facts.f_flags & UInt32(MNT_LOCAL) == 0
    #endif
  }

  /// The name of the file system on a device, such as `ext4`, out of proc_pid_mountinfo(5); empty where none is found.
  static func fileSystem(of device: UInt, in mounts: String) -> String {
    // The kernel's own numbering of devices, makedev(3).
    let major = device >> 8 & 0xFFF | device >> 32 & 0xFFFF_F000
    let minor = device & 0xFF | device >> 12 & 0xFFFF_FF00
    for mount in mounts.split(separator: "\n") {
      let fields = mount.split(separator: " ")
      guard fields.count > 2, fields[2] == "\(major):\(minor)", let dash = fields.firstIndex(of: "-"),
        dash + 1 < fields.count
      else { continue }
      return String(fields[dash + 1])
    }
    return ""
  }

  /// Whether other machines, or a program of somebody else, may serve a file system of that name.
  static func isShared(_ fileSystem: String) -> Bool {
    let names: Set = [
      "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "afs", "lustre", "9p", "virtiofs", "gpfs", "ocfs2",
    ]
    return names.contains(fileSystem) || fileSystem.hasPrefix("fuse")
  }
}
