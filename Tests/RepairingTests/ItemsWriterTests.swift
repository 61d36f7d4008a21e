import AWSCore
import Documents
import Estate
import Foundation
import Testing
import Transport

@testable import Repairing

/// On the emulator, where another client is the one who looks and the one who interferes.
@Suite(.needsEmulator) struct `Items writer` {
  private let emulator: Emulator
  private let store: ResourceReference

  /// A store with two keys.
  init() throws {
    emulator = try Emulator.shared.get()
    let name = "s-\(UUID().uuidString)"
    try emulator.botocore(
      "resources", "key_value_store", ["name": .string(name), "keys": ["kept": "1", "gone": "2"]])
    store = ResourceReference(
      type: .keyValueStore, id: name, arn: "arn:aws:cloudfront::111122223333:key-value-store/\(name)")
  }

  private func step(_ changes: [Change]) -> Step { Step(Part(.items, of: store), changes: changes) }

  /// What is in the store, page by page, by a client of Python.
  private func contents() throws -> [String: String] {
    var contents: [String: String] = [:]
    var path = "/keys?MaxResults=50"
    while true {
      let page = try emulator.botocore(
        "resources", "keys_request", ["method": "GET", "arn": .string(store.arn), "path": .string(path)])[1]
      for item in page["Items"].array ?? [] { contents[item["Key"].string ?? ""] = item["Value"].string }
      guard let token = page["NextToken"].string else { return contents }
      path = "/keys?MaxResults=50&NextToken=\(token)"
    }
  }

  /// Somebody else puts a key.
  private static func put(_ key: String, _ store: ResourceReference, _ emulator: Emulator) {
    do {
      let input: JSONObject = ["method": "GET", "arn": .string(store.arn)]
      let etag = try emulator.botocore("resources", "keys_request", input)[0]
      try emulator.botocore(
        "resources", "keys_request",
        [
          "method": "POST", "arn": .string(store.arn), "path": "/keys", "etag": etag,
          "body": ["Puts": [["Key": .string(key), "Value": "theirs"]]],
        ])
    } catch {
      Issue.record(error)
    }
  }

  @Test func `a value, a new key and a key that goes are one call`() async throws {
    let recorded = try Recorded()
    let step = step([
      Change("Items[kept].Value", from: "1", to: "\u{1F600}"),
      Change("Items[gone]", from: ["Key": "gone", "Value": "2"], to: .null),
      Change("Items[/new]", from: .null, to: ["Key": "/new", "Value": "3"]),
    ])
    _ = try await apply(step, by: ItemsWriter(), recorded.calls)
    #expect(try contents() == ["kept": "\u{1F600}", "/new": "3"])
    _ = try await apply(step, by: ItemsWriter(), recorded.calls)
    #expect(recorded.count("cloudfront-keyvaluestore:UpdateKeys") == 1)
    // And back.
    let undo = Step(step.part, changes: step.changes.compactMap(\.inverse))
    _ = try await apply(undo, by: ItemsWriter(), recorded.calls)
    #expect(try contents() == ["kept": "1", "gone": "2"])
  }

  @Test func `five thousand keys take a hundred calls, and one more for each time that somebody writes in between`()
    async throws
  {
    let wanted = (0..<4999).map { ["Key": .string("/images/\($0).jpg"), "Value": .string("\($0)")] as JSONValue }
    let now: JSONValue = [["Key": "gone", "Value": "2"], ["Key": "kept", "Value": "1"]]
    let change = Change("Items", from: now, to: .array(wanted + [["Key": "kept", "Value": "1"]]))
    let (counts, emulator, store) = (Counts(), emulator, store)
    let recorded = try Recorded { request, send in
      if request.method == "POST" {
        let number = counts.next("POST")
        if [30, 61].contains(number) { Self.put("theirs \(number)", store, emulator) }
      }
      return try await send(request)
    }
    let result = try await apply(step(change.keyByKey), by: ItemsWriter(), recorded.calls)
    #expect(result.rounds == 3)
    // 4,999 keys come and one goes.
    #expect(recorded.count("cloudfront-keyvaluestore:UpdateKeys") == 100 + 2)
    // The store is listed once a round: 2 keys, 29 calls later 1,453, 30 calls later 2,954.
    #expect(recorded.count("cloudfront-keyvaluestore:ListKeys") == 1 + 30 + 60)
    #expect(recorded.count("cloudfront-keyvaluestore:DescribeKeyValueStore") == 3 * 2)
    var expected = Dictionary(uniqueKeysWithValues: wanted.map { ($0["Key"].string ?? "", $0["Value"].string ?? "") })
    for (key, value) in ["kept": "1", "theirs 30": "theirs", "theirs 61": "theirs"] { expected[key] = value }
    #expect(try contents() == expected)
  }

  private static func item(_ number: Int) -> JSONValue {
    ["Key": .string("k\(number)"), "Value": .string("\(number)")]
  }

  /// A store that takes no more keys than this with one call.
  private func narrow(_ most: Int) throws -> Recorded {
    try Recorded { request, send in
      guard request.method == "POST" else { return try await send(request) }
      let body = try JSONReader.read(Array(request.body))
      guard (body["Puts"].array ?? []).count + (body["Deletes"].array ?? []).count > most else {
        return try await send(request)
      }
      return HTTPResponse(
        status: 400, headers: ["x-amzn-ErrorType": "ValidationException"],
        body: Array(#"{"Message": "Too many keys."}"#.utf8))
    }
  }

  @Test(arguments: [(32, 1, 8), (12, 2, 16), (1, 5, 181)])
  func `a call that is refused for its many keys is halved, and so are all that follow, and undone likewise`(
    _ most: Int, refused: Int, done: Int
  ) async throws {
    let changes =
      (0..<180).map { Change(DocumentPath("Items").element("k\($0)"), from: .null, to: Self.item($0)) }
      + [Change("Items[gone]", from: ["Key": "gone", "Value": "2"], to: .null)]
    let recorded = try narrow(most)
    let result = try await apply(step(changes), by: ItemsWriter(), recorded.calls)
    #expect(result.rounds == 1)
    #expect(recorded.count("cloudfront-keyvaluestore:UpdateKeys") == done + refused)
    var expected = Dictionary(uniqueKeysWithValues: (0..<180).map { ("k\($0)", "\($0)") })
    expected["kept"] = "1"
    #expect(try contents() == expected)
    // Somebody else's key stays as it is while all is taken back.
    Self.put("theirs", store, emulator)
    let undo = Step(step([]).part, changes: changes.compactMap(\.inverse))
    let undoing = try narrow(most)
    _ = try await apply(undo, by: ItemsWriter(), undoing.calls)
    #expect(undoing.count("cloudfront-keyvaluestore:UpdateKeys") == done + refused)
    #expect(try contents() == ["kept": "1", "gone": "2", "theirs": "theirs"])
  }

  @Test func `a store that takes no key at all is asked with fewer and fewer, and then refuses`() async throws {
    let recorded = try narrow(0)
    let changes = (0..<50).map { Change(DocumentPath("Items").element("k\($0)"), from: .null, to: Self.item($0)) }
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(changes), by: ItemsWriter(), recorded.calls)
    }
    #expect(error?.service?.code == "ValidationException")
    #expect(recorded.count("cloudfront-keyvaluestore:UpdateKeys") == 6)
    #expect(try contents() == ["kept": "1", "gone": "2"])
  }

  @Test func `an answer that is lost is not written twice`() async throws {
    let once = Once()
    let recorded = try Recorded { request, send in
      let response = try await send(request)
      if request.method == "POST", once() { throw TransportError(.reset, "lost") }
      return response
    }
    let change = Change("Items[new]", from: .null, to: ["Key": "new", "Value": "3"])
    let result = try await apply(step([change]), by: ItemsWriter(), recorded.calls)
    #expect(result.rounds == 2)
    #expect(try contents() == ["kept": "1", "gone": "2", "new": "3"])
  }

  @Test func `a stale ETag is a conflict`() async throws {
    let calls = try Recorded().calls
    let change = Change("Items[kept].Value", from: "1", to: "2")
    let reading = try await ItemsWriter().read(step([]).part, with: calls)
    Self.put("theirs", store, emulator)
    let error = await #expect(throws: WriteError.self) {
      try await ItemsWriter().write([change], on: reading, of: step([change]), with: calls)
    }
    #expect(error?.service?.category == .conflict)
    #expect(try contents() == ["kept": "1", "gone": "2", "theirs": "theirs"])
  }

  @Test func `what cannot fit is refused before any call`() async throws {
    let recorded = try Recorded()
    let good = (0..<60).map { Change(DocumentPath("Items").element("k\($0)").member("Value"), from: .null, to: "v") }
    let bad = Change("Items[kept].Value", from: "1", to: .string(String(repeating: "v", count: 1025)))
    let error = await #expect(throws: WriteError.self) {
      try await apply(step(good + [bad]), by: ItemsWriter(), recorded.calls)
    }
    #expect(error?.refusal?.contains("1025 bytes") == true)
    #expect(recorded.notes.isEmpty)
  }
}
