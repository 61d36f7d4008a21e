/// The journals of a folder.
struct Journals {
  let folder: String

  /// Their files, oldest first: runs are named by the time at which they began.
  var files: [String] {
    guard Files.isFolder(folder), let files = try? Files.list(folder) else { return [] }
    return files.filter { $0.hasSuffix(".jsonl") }.sorted()
  }
}
