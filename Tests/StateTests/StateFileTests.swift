import Documents
import Schema
import Foundation
import GRDB
import TestSupport
import Testing

@testable import State

@Suite struct StateFileTests {
  private func reason(_ body: () throws -> Void) -> StateError.Reason? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StateError)?.reason
    }
  }

  private func fill(_ file: StateFile, _ count: Int = 300) {
    let parts = Sample.parts(in: file)
    for number in 0..<count {
      parts.record(
        ["Number": .integer(number), "Text": .string(String(repeating: "x", count: number * 7 % 900))],
        of: ResourceKey(.distribution, "E\(number)"), Sample.group, validator: .tag("\(number)"), readAt: Sample.readAt
      )
    }
    parts.flush()
  }

  // MARK: The file

  @Test func `a state is one file that only its owner reads, and nothing else once it is closed`() throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file)
    #expect(folder.names.contains("audit.state-wal"))
    #expect(folder.names.contains("audit.state.lock"))
    for name in folder.names {
      let rights = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
      #expect(rights == 0o600, "\(name)")
    }
    try file.finish()
    #expect(folder.names == ["audit.state"])
  }

  @Test func `copied away and back, and from where nothing may be written, it serves`() throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file)
    try file.finish()
    try FileManager.default.moveItem(atPath: folder.path(), toPath: folder.path("artifact"))
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: folder.path("artifact"))
    let copy = try folder.open("artifact")
    #expect(copy.isReadOnly)
    let parts = Sample.parts(in: copy)
    #expect(parts.part(of: ResourceKey(.distribution, "E7"), Sample.group, validator: .tag("7")) != nil)
    // What is read anew is not kept, which is no error.
    parts.record([:], of: Sample.key, Sample.group, validator: .tag("new"), readAt: nil)
    parts.flush()
    try copy.finish()
    #expect(folder.names == ["artifact"])
  }

  @Test func `a process that was killed leaves what it has committed`() throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file)
    // What a killed process leaves: the file and its log, and a lock that nobody holds.
    for name in ["audit.state", "audit.state-wal", "audit.state.lock"] {
      try FileManager.default.copyItem(atPath: folder.path(name), toPath: folder.path("killed-" + name))
    }
    let reader = try StateFile.open(folder.path("killed-audit.state"), .reading)
    let kept = ResourceKey(.distribution, "E299")
    #expect(Sample.parts(in: reader).part(of: kept, Sample.group, validator: .tag("299")) != nil)
    try reader.finish()
    let again = try folder.open("killed-audit.state")
    #expect(Sample.parts(in: again).part(of: kept, Sample.group, validator: .tag("299")) != nil)
    try again.finish()
  }

  @Test(arguments: 0..<40) func `a log that was cut off anywhere costs only what was not committed`(step: Int) throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file, 250)
    let log = try Data(contentsOf: URL(fileURLWithPath: folder.path("audit.state-wal")))
    try FileManager.default.copyItem(atPath: folder.path(), toPath: folder.path("cut"))
    try log.prefix(log.count * step / 40 + step).write(to: URL(fileURLWithPath: folder.path("cut-wal")))
    let cut = try folder.open("cut")
    let parts = Sample.parts(in: cut)
    for number in 0..<250 {
      let key = ResourceKey(.distribution, "E\(number)")
      if let part = parts.part(of: key, Sample.group, validator: .tag("\(number)")) {
        #expect(part.members["Number"] == .integer(number))
      }
    }
    fill(cut, 250)
    #expect(parts.part(of: ResourceKey(.distribution, "E9"), Sample.group, validator: .tag("9")) != nil)
    try cut.finish()
  }

  // MARK: Who has it

  @Test func `a second run is told who has the state, readers are not kept from it, and a link is no second state`()
    throws
  {
    let folder = try StateFolder()
    let first = try StateFile.open(folder.path(), .writing(holder: "audit check, process 42 on builder"))
    fill(first)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: folder.path())
    for name in ["audit.state", "link"] {
      let error = try #require(throws: StateError.self) { try folder.open(name) }
      #expect(error.reason == .busy)
      #expect(error.description.contains("another run has this state: audit check, process 42 on builder."))
    }
    let reader = try StateFile.open(folder.path("link"), .reading)
    let key = ResourceKey(.distribution, "E3")
    #expect(Sample.parts(in: reader).part(of: key, Sample.group, validator: .tag("3")) != nil)
    fill(first)
    try first.finish()
    // Beside a reader the log stays, and what was in it is in the file.
    try FileManager.default.copyItem(atPath: folder.path(), toPath: folder.path("copy"))
    let copy = try folder.open("copy")
    #expect(Sample.parts(in: copy).part(of: key, Sample.group, validator: .tag("3")) != nil)
    try copy.finish()
    try reader.finish()
  }

  @Test func `whoever comes after the lock was given up gets it`() throws {
    let folder = try StateFolder()
    for _ in 0..<20 {
      let file = try folder.open()
      #expect(reason { _ = try folder.open() } == .busy)
      try file.finish()
    }
  }

  @Test func `on a network file system one process has the state at a time`() throws {
    let folder = try StateFolder()
    try folder.open().finish()
    var place = try StatePath(folder.path())
    place.isOnNetwork = true
    let file = try StateFile(place, .writing(holder: "audit check, process 42 on builder"))
    fill(file)
    // An index of the log in memory that processes share would be of no use to other machines.
    #expect(folder.names == ["audit.state", "audit.state-wal", "audit.state.lock"])
    try file.finish()
    let again = try StateFile(place, .reading)
    let part = Sample.parts(in: again).part(of: ResourceKey(.distribution, "E1"), Sample.group, validator: .tag("1"))
    #expect(part != nil)
    try again.finish()
  }

  @Test func `a file system is told by its device`() {
    let mounts = """
      22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw
      33 22 0:51 / /mnt/efs rw,relatime shared:9 master:1 - nfs4 fs-1.efs.eu-west-1.amazonaws.com:/ rw,vers=4.1
      34 22 0:300 / /mnt/bucket rw - fuse.s3fs s3fs rw
      35 22
      """
    #expect(StatePath.fileSystem(of: 51, in: mounts) == "nfs4")
    #expect(StatePath.fileSystem(of: 259 << 8 | 1, in: mounts) == "ext4")
    #expect(StatePath.fileSystem(of: 300 & 0xFF | (300 & ~0xFF) << 12, in: mounts) == "fuse.s3fs")
    #expect(StatePath.fileSystem(of: 7, in: mounts) == "")
    #expect(["nfs", "nfs4", "cifs", "fuse.sshfs", "9p"].allSatisfy(StatePath.isShared))
    #expect(!["ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", ""].contains(where: StatePath.isShared))
  }

  // MARK: What is no state, or none any more

  @Test(arguments: ["text", "picture", "state of another program", "folder", "pipe", "device", "no folder"])
  func `what is no state is refused and left as it was`(what: String) throws {
    let folder = try StateFolder()
    var path = folder.path()
    switch what {
    case "text": try "rules:\n  a: 1\n".write(toFile: path, atomically: false, encoding: .utf8)
    case "picture":
      try Data([0x89, 0x50, 0x4E, 0x47] + Array(repeating: 7, count: 5000)).write(to: URL(fileURLWithPath: path))
    case "state of another program":
      let other = try DatabaseQueue(path: path)
      try other.write { try $0.execute(sql: "CREATE TABLE history (url TEXT); INSERT INTO history VALUES ('a')") }
      try other.close()
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case "pipe": mkfifo(path, 0o600)
    case "device": path = "/dev/null"
    default: path = folder.path("none/audit.state")
    }
    let before =
      what == "text" || what == "picture" || what.hasPrefix("state") ? FileManager.default.contents(atPath: path) : nil
    for access in [StateFile.Access.writing(holder: "a test"), .reading] {
      let error = try #require(throws: StateError.self) { try StateFile.open(path, access) }
      #expect([.foreign, .unavailable].contains(error.reason), "\(error)")
      #expect(error.description.contains(what == "no folder" ? "folder does not exist" : path) || what == "no folder")
    }
    if let before { #expect(FileManager.default.contents(atPath: path) == before) }
    #expect(folder.names.allSatisfy { $0 == "audit.state" })
  }

  @Test func `an empty file, as mktemp makes it, becomes a state`() throws {
    let folder = try StateFolder()
    try Data().write(to: URL(fileURLWithPath: folder.path()))
    let file = try folder.open()
    fill(file)
    try file.finish()
    #expect(reason { try StateFile.open(folder.path(), .reading).finish() } == nil)
  }

  @Test func `a state of a newer audit is refused and left as it was`() throws {
    let folder = try StateFolder()
    try folder.open().finish()
    let newer = try DatabaseQueue(path: folder.path())
    try newer.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('of the future')") }
    try newer.close()
    let before = FileManager.default.contents(atPath: folder.path())
    for access in [StateFile.Access.writing(holder: "a test"), .reading] {
      let error = try #require(throws: StateError.self) { try StateFile.open(folder.path(), access) }
      #expect(error.description.contains("a newer audit wrote this state. Update audit"))
    }
    #expect(FileManager.default.contents(atPath: folder.path()) == before)
  }

  @Test func `a state of an older audit is brought up to this one, by readers too where they may`() throws {
    let folder = try StateFolder()
    for isReader in [true, false] {
      let old = try DatabaseQueue(path: folder.path())
      try old.write { try $0.execute(sql: "PRAGMA application_id = \(StateFormat.application)") }
      try StateFormat.migrator.migrate(old, upTo: "parts")
      try old.close()
      let file = isReader ? try StateFile.open(folder.path(), .reading) : try folder.open()
      #expect(try file.read { try StateFormat.migrator.hasCompletedMigrations($0) })
      try file.finish()
      try FileManager.default.removeItem(atPath: folder.path())
    }
  }

  /// The bytes of a state with parts and a history.
  private static let whole = Result {
    let folder = try StateFolder()
    let file = try folder.open()
    StateFileTests().fill(file, 60)
    for day in 0..<4 {
      let time = Sample.readAt + Double(day) * 86_400
      let findings = (0..<20).filter { $0 % (day + 1) == 0 }.map { Sample.finding("\($0)") }
      _ = try History(in: file).record(
        RecordedRun(
          id: "\(day)", account: Sample.account, command: "check", version: "1", startedAt: time, finishedAt: time,
          isComplete: true), [History.Observation(findings, settles: { _ in true })])
    }
    try file.finish()
    return try Data(contentsOf: URL(fileURLWithPath: folder.path()))
  }

  @Test(arguments: 0..<200) func `damage anywhere is an error or without effect`(seed: UInt64) throws {
    let folder = try StateFolder()
    var random = SeededRandom(seed: seed)
    var bytes = try Self.whole.get()
    if random.number(below: 4) == 0 {
      // A sector that was lost, or is somebody else's.
      let (start, isLost) = (random.number(below: bytes.count / 512) * 512, random.number(below: 2) == 0)
      for index in start..<(start + 512) { bytes[index] = isLost ? 0 : UInt8(random.number(below: 256)) }
    } else {
      bytes[random.number(below: bytes.count)] ^= UInt8(1 << random.number(below: 8))
    }
    try bytes.write(to: URL(fileURLWithPath: folder.path()))
    let reason = reason {
      let damaged = try folder.open()
      let parts = Sample.parts(in: damaged)
      for number in 0..<60 {
        let key = ResourceKey(.distribution, "E\(number)")
        guard let part = parts.part(of: key, Sample.group, validator: .tag("\(number)")) else { continue }
        #expect(part.members["Number"] == .integer(number), "seed \(seed)")
        #expect(part.members["Text"] == .string(String(repeating: "x", count: number * 7 % 900)), "seed \(seed)")
        #expect(part.readAt == Sample.readAt, "seed \(seed)")
      }
      let history = History(in: damaged)
      for finding in try history.known(in: Sample.account).values { _ = try history.events(of: finding) }
      _ = try (history.runs(), damaged.info(), damaged.check())
      fill(damaged, 60)
      try damaged.finish()
    }
    #expect([nil, .damaged, .foreign, .unavailable].contains(reason), "seed \(seed)")
  }

  @Test(arguments: [0.1, 0.5, 0.9, 0.99]) func `a state that was cut off is damaged`(part: Double) throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file)
    try file.finish()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path()))
    try bytes.prefix(Int(Double(bytes.count) * part)).write(to: URL(fileURLWithPath: folder.path()))
    let error = try #require(throws: StateError.self) { try folder.open() }
    #expect(error.reason == .damaged)
    #expect(error.description.contains("Delete it or put a copy back"))
  }

  @Test func `a value that was changed without the state's knowledge is never given, and is read anew`() throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file, 3)
    try file.write { database in
      try database.execute(
        sql: "UPDATE part SET body = CAST(replace(CAST(body AS TEXT), '1', '2') AS BLOB) WHERE resource = 'E1'")
    }
    let parts = Sample.parts(in: file)
    #expect(parts.part(of: ResourceKey(.distribution, "E1"), Sample.group, validator: .tag("1")) == nil)
    #expect(parts.part(of: ResourceKey(.distribution, "E2"), Sample.group, validator: .tag("2")) != nil)
    #expect(parts.use.damaged == 1)
    let error = try #require(throws: StateError.self) { try file.check() }
    #expect(error.reason == .damaged)
    #expect(error.description.contains("AWS::CloudFront::Distribution E1"))
    #expect(error.description.contains("`audit state prune` forgets such parts"))
    #expect(try file.compact(schema: "1") == 1)
    try file.check()
    try file.finish()
  }

  @Test func `a state that has two names is written by one run at a time, too`() throws {
    let folder = try StateFolder()
    try folder.open().finish()
    try FileManager.default.linkItem(atPath: folder.path(), toPath: folder.path("other.state"))
    let file = try folder.open()
    let error = try #require(throws: StateError.self) { try folder.open("other.state") }
    #expect(error.reason == .busy)
    #expect(error.description.contains("another run has this state, by another name of the file"))
    #expect(!folder.names.contains("other.state.lock"))
    try file.finish()
    try folder.open("other.state").finish()
  }

  // MARK: What cannot be written

  @Test func `a full disk ends the recording, is told at the end, and leaves what was there`() throws {
    let folder = try StateFolder()
    let file = try folder.open()
    fill(file, 10)
    try file.write { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
    }
    fill(file, 2000)
    let error = try #require(throws: StateError.self) { try file.finish() }
    #expect(error.description.contains("the disk is full, so nothing was recorded"))
    let again = try folder.open()
    let part = Sample.parts(in: again).part(of: ResourceKey(.distribution, "E9"), Sample.group, validator: .tag("9"))
    #expect(part?.members["Number"] == 9)
    try again.finish()
  }
}
