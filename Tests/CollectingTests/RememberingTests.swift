import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Signing
import State
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Collecting

/// Reading with a state gives what reading without one gives, whatever is edited when.
@Suite struct RememberingTests {
  /// The account as it is read, without what says when.
  private func estate(_ account: EditedAccount, _ file: StateFile?) async throws -> String {
    let collector = Collector(client: account.client) { id in
      file.map { StoredParts(in: $0, of: StateAccount(partition: "aws", account: id), schema: "1") }
    }
    let estate = try await collector.collect(.everything)
    // What is edited again and again while it is read may be a gap, which says so.
    #expect(estate.gaps.filter { !account.isEdited || $0.code != "Changing" } == [])
    let snapshot = Snapshot(estate: estate, startedAt: "", finishedAt: "", callsByOperation: [:], retries: 0)
    return JSONWriter(.pretty).string(snapshot.document)
  }

  @Test(arguments: 0..<40) func `edits at any moment are seen, byte for byte`(seed: UInt64) async throws {
    let folder = try Folder()
    let path = folder.url.appending(path: "audit.state").path
    let account = EditedAccount(seed: seed)
    for _ in 0..<6 {
      // Edits land before the lists, between them and the readings, and after those.
      account.isEdited = true
      let file = try StateFile.open(path, .writing(holder: "test"))
      _ = try await estate(account, file)
      account.isEdited = false
      let remembered = try await estate(account, file)
      try file.finish()
      #expect(remembered == (try await estate(account, nil)), "seed \(seed)")
    }
  }

  @Test func `keys of a store that was made anew under its name are read, although the ETag is the same`() async throws
  {
    let folder = try Folder()
    let file = try StateFile.open(folder.url.appending(path: "audit.state").path, .writing(holder: "test"))
    let account = EditedAccount(seed: 1)
    account.wait(seconds: 10)
    _ = try await estate(account, file)
    account.replaceStore()
    let remembered = try await estate(account, file)
    #expect(remembered.contains("\"Value\": \"1 0\""))
    #expect(remembered == (try await estate(account, nil)))
    try file.finish()
  }

  @Test func `what is unchanged is not asked for again, and what nothing tells of is`() async throws {
    let folder = try Folder()
    let file = try StateFile.open(folder.url.appending(path: "audit.state").path, .writing(holder: "test"))
    let account = EditedAccount(seed: 1)
    account.wait(seconds: 10)
    _ = try await estate(account, file)
    let first = account.takeCalls()
    _ = try await estate(account, file)
    let second = account.takeCalls()
    for operation in [
      "cloudfront:GetDistributionConfig", "cloudfront:GetFunction", "cloudfront-keyvaluestore:ListKeys",
      "cloudfront:GetVpcOrigin", "iam:GetPolicyVersion",
    ] {
      #expect(first.contains(operation), "\(operation)")
      #expect(!second.contains(operation), "\(operation)")
    }
    for operation in ["s3:GetBucketPolicy", "iam:GetRole", "cloudfront:ListTagsForResource", "iam:GetPolicy"] {
      #expect(second.count { $0 == operation } == first.count { $0 == operation }, "\(operation)")
    }
    try file.finish()
    let bytes = FileManager.default.contents(atPath: file.path) ?? Data()
    #expect(!bytes.isEmpty && bytes.range(of: Data(ScriptedAccount.secret.utf8)) == nil)
  }
}

/// An account in which distributions, a function, and a key value store are edited while they are read. Its clock gives
/// whole seconds; half of the distributions have an ETag in their list, as AWS's, the others none, as an emulator's.
private final class EditedAccount: Transport {
  private struct Thing {
    var content = 0
    var second = 0
    /// How often it was deleted and made anew under its name.
    var life = 0
  }

  private struct State {
    var random: SeededRandom
    var tick = 1_800_000_000 * 4
    var things: [Thing]
    var isEdited = false
    var calls: [String] = []
    var second: Int { tick / 4 }
  }

  private static let distributions = 6
  private let state: Mutex<State>
  private let others = ScriptedAccount()

  init(seed: UInt64) {
    let things = Array(repeating: Thing(content: 0, second: 1_799_999_990), count: Self.distributions + 3)
    state = Mutex(State(random: SeededRandom(seed: seed), things: things))
  }

  var isEdited: Bool {
    get { state.withLock { $0.isEdited } }
    set { state.withLock { $0.isEdited = newValue } }
  }

  func wait(seconds: Int) { state.withLock { $0.tick += 4 * seconds } }

  /// Deletes the store and makes another one of its name, which was written to as often.
  func replaceStore() { state.withLock { $0.things[Self.distributions + 2].life += 1 } }

  /// The operations that were called since this was asked last.
  func takeCalls() -> [String] {
    state.withLock { state in
      defer { state.calls = [] }
      return state.calls
    }
  }

  var client: Client {
    var configuration = others.client.configuration
    configuration.transport = self
    return Client(configuration)
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard let operation = ScriptedAccount.operation(of: request)?.identifier else {
      return try await others.send(request)
    }
    let (things, second): ([Thing], Int) = state.withLock { state in
      state.calls.append(operation)
      // Time passes, and in it somebody works.
      if state.isEdited {
        for _ in 0..<state.random.number(below: 3) {
          state.tick += state.random.number(below: 3)
          let index = state.random.number(below: state.things.count)
          state.things[index].content += 1
          state.things[index].second = state.second
        }
      }
      return (state.things, state.second)
    }
    let date = "Fri, 15 Jan 2027 \(Self.clock(second)) GMT"
    if let (body, etag) = answer(operation, request, things) {
      return HTTPResponse(status: 200, headers: ["Date": date, "ETag": etag], body: Array(body.utf8))
    }
    var response = try await others.send(request)
    response.headers["Date"] = date
    return response
  }

  private func answer(_ operation: String, _ request: HTTPRequest, _ things: [Thing]) -> (String, String)? {
    let (function, draft, store) = (
      things[Self.distributions], things[Self.distributions + 1], things[Self.distributions + 2]
    )
    switch operation {
    case "cloudfront:ListDistributions":
      let entries = (0..<Self.distributions).map { index in
        let etag = index % 2 == 0 ? "<ETag>\(Self.etag(things[index]))</ETag>" : ""
        return """
          <DistributionSummary><Id>E\(index)</Id><ARN>arn:aws:cloudfront::111122223333:distribution/E\(index)</ARN>
          \(etag)<Status>Deployed</Status><LastModifiedTime>\(Self.time(things[index]))</LastModifiedTime>
          <DomainName>d.cloudfront.net</DomainName><Comment>\(things[index].content)</Comment><Enabled>true</Enabled>
          \(ScriptedAccount.origins)\(ScriptedAccount.behavior)</DistributionSummary>
          """
      }
      return (ScriptedAccount.page("DistributionList", entries.joined(), count: entries.count, truncates: true), "L")
    case "cloudfront:GetDistributionConfig":
      guard let index = request.url.path.split(separator: "/").dropLast().last.flatMap({ Int($0.dropFirst()) }) else {
        return nil
      }
      return (
        """
        <DistributionConfig><CallerReference>r</CallerReference><Comment>\(things[index].content)</Comment>
        <DefaultRootObject>\(things[index].content)</DefaultRootObject><Enabled>true</Enabled>\(ScriptedAccount.origins)
        \(ScriptedAccount.behavior)</DistributionConfig>
        """, Self.etag(things[index])
      )
    case "cloudfront:ListFunctions":
      let thing = request.url.query.contains { $0.value == "LIVE" } ? function : draft
      return (
        ScriptedAccount.page(
          "FunctionList",
          """
          <FunctionSummary><Name>viewer</Name><FunctionConfig><Comment/><Runtime>cloudfront-js-2.0</Runtime>
          </FunctionConfig><FunctionMetadata><FunctionARN>arn:aws:cloudfront::111122223333:function/viewer</FunctionARN>
          <LastModifiedTime>\(Self.time(thing))</LastModifiedTime></FunctionMetadata></FunctionSummary>
          """), "L"
      )
    case "cloudfront:GetFunction":
      let thing = request.url.query.contains { $0.value == "LIVE" } ? function : draft
      return ("function handler(event) { return \(thing.content); }", Self.etag(thing))
    case "cloudfront-keyvaluestore:DescribeKeyValueStore":
      return (#"{"ItemCount": 1, "TotalSizeInBytes": \#(store.content)}"#, Self.etag(store))
    case "cloudfront-keyvaluestore:ListKeys":
      return (#"{"Items": [{"Key": "a", "Value": "\#(store.life) \#(store.content)"}]}"#, Self.etag(store))
    case "cloudfront:ListKeyValueStores":
      return (
        ScriptedAccount.page(
          "KeyValueStoreList",
          """
          <KeyValueStore><Name>dates</Name><Id>\(store.life)</Id><Comment/><Status>READY</Status>
          <ARN>arn:aws:cloudfront::111122223333:key-value-store/\(store.life)</ARN>
          <LastModifiedTime>\(Self.time(store))</LastModifiedTime></KeyValueStore>
          """), "L"
      )
    case "iam:GetPolicy":
      return (
        """
        <GetPolicyResponse><GetPolicyResult><Policy><PolicyId>ANPA1</PolicyId><DefaultVersionId>v1</DefaultVersionId>
        </Policy></GetPolicyResult></GetPolicyResponse>
        """, "P"
      )
    default: return nil
    }
  }

  /// By the number of the version alone, as CloudFront writes it: what was made anew begins again.
  private static func etag(_ thing: Thing) -> String { "ETV\(thing.content)" }

  private static func time(_ thing: Thing) -> String { "2027-01-15T\(clock(thing.second))Z" }

  /// The time of day: 1,800,000,000 is 2027-01-15T08:00:00Z.
  private static func clock(_ second: Int) -> String {
    let parts = [second / 3600 % 24, second / 60 % 60, second % 60]
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
