import Documents
import Schema
import Foundation
import TestSupport
import Testing

@testable import State

@Suite struct StoredPartsTests {
  /// A state with one part in it, under that validator.
  private func stored(_ validator: Validator?, readAt: Date? = Sample.readAt, members: JSONObject = Sample.members)
    throws -> (StateFolder, StateFile)
  {
    let folder = try StateFolder()
    let file = try folder.open()
    let parts = Sample.parts(in: file)
    parts.record(members, of: Sample.key, Sample.group, validator: validator, readAt: readAt)
    parts.flush()
    return (folder, file)
  }

  @Test func `what is unchanged comes back as it was kept, and is counted with its age`() throws {
    let (folder, file) = try stored(.tag("A"))
    try file.finish()
    let again = try folder.open()
    let parts = Sample.parts(in: again)
    #expect(parts.use == StateUse())
    let part = try #require(parts.part(of: Sample.key, Sample.group, validator: .tag("A")))
    // Byte for byte, which equality of JSON would not tell.
    #expect(JSONWriter().bytes(.object(part.members)) == JSONWriter().bytes(.object(Sample.members)))
    #expect(part.readAt == Sample.readAt)
    #expect(parts.use.taken == 1)
    #expect(parts.use.oldest == Sample.readAt)
  }

  @Test func `every kind of JSON value is kept without loss`() throws {
    let members: JSONObject = [
      "null": .null, "integers": [0, -1, .integer(.max), .integer(.min)], "numbers": [0.1, 1e300, -0.0, 2.5e-300],
      "texts": ["", "\u{0}\u{1F}\"\\/", "日本語 한국어 🇰🇷 é e\u{301}", "(unread)"], "deep": [[[["a": [:]]]]], "": [:],
    ]
    let (_, file) = try stored(.tag("A"), members: members)
    let part = try #require(Sample.parts(in: file).part(of: Sample.key, Sample.group, validator: .tag("A")))
    #expect(JSONWriter().bytes(.object(part.members)) == JSONWriter().bytes(.object(members)))
  }

  @Test(arguments: [
    (nil, StoredPartLookup.Reason.noValidator), (Validator.tag("B"), .changed), (.lastModified("A"), .changed),
    (.tag(""), .changed),
  ])
  func `another validator, or none, proves nothing`(validator: Validator?, reason: StoredPartLookup.Reason) throws {
    let (_, file) = try stored(.tag("A"))
    #expect(Sample.parts(in: file).lookup(Sample.key, Sample.group, validator: validator) == .read(reason))
  }

  @Test func `an empty tag proves nothing, even where it is the same`() throws {
    let (_, file) = try stored(.tag(""))
    #expect(Sample.parts(in: file).lookup(Sample.key, Sample.group, validator: .tag("")) == .read(.changedAsRead))
  }

  @Test(arguments: [
    StateAccount(partition: "aws-cn", account: "111122223333"),
    StateAccount(partition: "aws", account: "444455556666"),
    StateAccount(partition: "aws", account: "111122223333", endpoint: "http://127.0.0.1:4566"),
  ])
  func `what is of another partition, account or endpoint is not known`(account: StateAccount) throws {
    let (_, file) = try stored(.tag("A"))
    let other = Sample.parts(in: file, of: account)
    #expect(other.lookup(Sample.key, Sample.group, validator: .tag("A")) == .read(.unknown))
    other.record(["Comment": "other"], of: Sample.key, Sample.group, validator: .tag("A"), readAt: nil)
    other.flush()
    let own = Sample.parts(in: file)
    #expect(own.part(of: Sample.key, Sample.group, validator: .tag("A"))?.members == Sample.members)
  }

  @Test func `what was read with another schema is not known, and is replaced`() throws {
    let (_, file) = try stored(.tag("A"))
    let newer = Sample.parts(in: file, schema: "2")
    #expect(newer.lookup(Sample.key, Sample.group, validator: .tag("A")) == .read(.unknown))
    newer.record(["New": 1], of: Sample.key, Sample.group, validator: .tag("A"), readAt: nil)
    newer.flush()
    #expect(Sample.parts(in: file).lookup(Sample.key, Sample.group, validator: .tag("A")) == .read(.unknown))
    #expect(newer.part(of: Sample.key, Sample.group, validator: .tag("A"))?.members == ["New": 1])
  }

  @Test func `another resource, region or group of attributes is not known`() throws {
    let (_, file) = try stored(.tag("A"))
    let parts = Sample.parts(in: file)
    for key in [
      ResourceKey(.distribution, "E2"), ResourceKey(.keyValueStore, "E1"),
      ResourceKey(.distribution, "E1", region: "eu-west-1"),
    ] {
      #expect(parts.lookup(key, Sample.group, validator: .tag("A")) == .read(.unknown))
    }
    #expect(parts.lookup(Sample.key, "cloudfront:GetDistribution", validator: .tag("A")) == .read(.unknown))
  }

  @Test func `refreshing reads everything, and keeps what it has read`() throws {
    let (_, file) = try stored(.tag("A"))
    let refreshing = Sample.parts(in: file, refreshing: true)
    #expect(refreshing.lookup(Sample.key, Sample.group, validator: .tag("A")) == .read(.refresh))
    refreshing.record(["Comment": "new"], of: Sample.key, Sample.group, validator: .tag("A"), readAt: nil)
    refreshing.flush()
    let part = Sample.parts(in: file).part(of: Sample.key, Sample.group, validator: .tag("A"))
    #expect(part?.members == ["Comment": "new"])
  }

  @Test func `what was not read as a whole is not kept`() throws {
    let (_, file) = try stored(.tag("A"), members: ["Comment": "a", "Origins": [["Id": .unread(0)]]])
    #expect(Sample.parts(in: file).lookup(Sample.key, Sample.group, validator: .tag("A")) == .read(.unknown))
  }

  @Test func `what is kept of resources that are gone is forgotten, of types that were listed`() throws {
    let folder = try StateFolder()
    let file = try folder.open()
    let parts = Sample.parts(in: file)
    let versions = ["eu-west-1", "us-east-1"].map { ResourceKey(.lambdaVersion, "f:1", region: $0) }
    let keys = [ResourceKey(.distribution, "E1"), ResourceKey(.distribution, "E2")] + versions
    for key in keys { parts.record([:], of: key, "a", validator: .tag("A"), readAt: nil) }
    parts.flush()
    parts.keep(only: [keys[1], versions[1]], of: [.distribution])
    let isKept = { (key: ResourceKey) in parts.part(of: key, "a", validator: .tag("A")) != nil }
    #expect(keys.map(isKept) == [false, true, true, true])
    parts.keep(only: [versions[1]], of: [.lambdaVersion])
    #expect(keys.map(isKept) == [false, true, false, true])
  }

  // MARK: Times

  @Test(arguments: [
    ("2027-01-15T07:59:59Z", true), ("2027-01-15T07:59:59.999Z", true), ("2027-01-15T08:00:00Z", false),
    ("2027-01-15T08:00:00.000Z", false), ("2027-01-15T08:00:00.999Z", false), ("2027-01-15T08:00:01Z", false),
    ("2027-01-15T16:59:59.120+0900", true), ("2027-01-15T17:00:00.120+09:00", false),
    ("2027-01-15T00:59:59-07:00", true), ("2026-12-31T23:59:60Z", true), ("2999-01-01T00:00:00Z", false),
    ("", false), ("yesterday", false), ("2027-01-15", false), ("2027-01-15T07:59:59", false),
    ("2027-13-15T07:59:59Z", false), ("2027-01-15 07:59:59Z", false), ("1799999999", false),
    ("2027-01-15T07:59:59+9", false),
  ])
  func `a time proves something only about the seconds before the reading`(time: String, isProven: Bool) throws {
    // It was read at 2027-01-15T08:00:00Z.
    let (_, file) = try stored(.lastModified(time))
    let lookup = Sample.parts(in: file).lookup(Sample.key, Sample.group, validator: .lastModified(time))
    if isProven {
      #expect(lookup == .unchanged(StoredPart(members: Sample.members, readAt: Sample.readAt)))
    } else {
      #expect(lookup == .read(.changedAsRead))
    }
  }

  @Test func `without a second of the service's clock a time proves nothing, and a tag all`() throws {
    let time = Validator.lastModified("2027-01-15T07:59:59Z")
    let (_, timed) = try stored(time, readAt: nil)
    #expect(Sample.parts(in: timed).lookup(Sample.key, Sample.group, validator: time) == .read(.changedAsRead))
    let (_, tagged) = try stored(.tag("A"), readAt: nil)
    #expect(Sample.parts(in: tagged).part(of: Sample.key, Sample.group, validator: .tag("A")) != nil)
  }

  /// A service whose clock gives whole seconds: edits land before a list, between list and get, and after it, in the
  /// same second or a later one. Whatever the order, what the state gives is what is there.
  @Test(arguments: 0..<200) func `edits at any moment are seen`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let folder = try StateFolder()
    let file = try folder.open()
    var (tick, content, edited) = (1_800_000_000 * 10, 0, 1_800_000_000)
    func pass() {
      for _ in 0..<random.number(below: 4) {
        tick += random.number(below: 8)
        if random.number(below: 2) == 0 { (content, edited) = (content + 1, tick / 10) }
      }
      tick += random.number(below: 4)
    }
    for _ in 0..<40 {
      let parts = Sample.parts(in: file)
      pass()
      // The list: its Date is the second in which it is answered.
      let validator = Validator.lastModified(Self.text(edited))
      let listed = Date(timeIntervalSince1970: Double(tick / 10))
      let atList = content
      if let part = parts.part(of: Sample.key, Sample.group, validator: validator) {
        #expect(part.members["Content"] == .integer(atList), "seed \(seed)")
      } else {
        pass()
        parts.record(
          ["Content": .integer(content)], of: Sample.key, Sample.group, validator: validator, readAt: listed)
        parts.flush()
      }
    }
  }

  private static func text(_ second: Int) -> String {
    Date(timeIntervalSince1970: Double(second)).formatted(.iso8601)
  }

  @Test(arguments: ["2026-02-31T10:00:00Z", "2026-02-03T25:00:00Z", "2026-02-03T10:61:00Z", "2026-13-03T10:00:00Z"])
  func `what is no time of a day is none of the next one`(text: String) {
    #expect(ServiceTime.date(text) == nil)
    #expect(ServiceTime.date("2028-02-29T23:59:59Z") != nil)
  }
}
