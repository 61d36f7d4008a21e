import Foundation
import Testing
@testable import Documents

@Suite struct FileBytesTests {
  @Test(arguments: [
    ("a", ""), ("ab", ""), ("a/", ""), ("", ""), ("/", "/"), ("//", "/"), ("/a", "/"), ("//a", "/"), ("/a/", "/"),
    ("a/b", "a"), ("a//b//", "a"), ("/a/b", "/a"), ("./a", "."), ("../a/b", "../a"), ("é/ü", "é"),
  ])
  func `the folder of a path is what stands before its last name`(path: String, folder: String) {
    #expect(FilePath.folder(of: path) == folder)
  }

  @Test func `files, devices and pipes are read to their end, and folders are none`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = (0..<200_000).map { UInt8($0 % 251) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try FileBytes.read(path) == bytes)
    #expect(try FileBytes.read("/dev/null").isEmpty)
    let pipe = Pipe()
    Thread.detachNewThread {
      try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
      try? pipe.fileHandleForWriting.close()
    }
    #expect(try FileBytes.read("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == bytes)
    for (path, said) in [
      ("/nonexistent", "there is no such file"), ("/tmp", "it is a folder"),
      ("/dev/null/x", "what is named as a folder is not a folder"),
    ] {
      let error = #expect(throws: FileError.self) { try FileBytes.read(path) }
      #expect(error?.description == said)
    }
  }
}
