import Documents
import Testing

@testable import Repairing

@Suite struct `Key edits` {
  private func items(_ pairs: KeyValuePairs<String, String>) -> [JSONValue] {
    pairs.map { ["Key": .string($0), "Value": .string($1)] }
  }

  private func refusal(_ changes: [Change], on items: [JSONValue] = []) -> String? {
    do throws(WriteError) { _ = try KeyEdits(changes, on: items) } catch { return error.refusal }
    return nil
  }

  @Test func `a value, a new key and a key that goes`() throws {
    let edits = try KeyEdits(
      [
        Change("Items[a].Value", from: "1", to: "2"), Change("Items[b]", from: ["Key": "b", "Value": "1"], to: .null),
        Change("Items[c]", from: .null, to: ["Key": "c", "Value": "3"]), Change("Items[d].Value", from: "4", to: "4"),
      ], on: items(["a": "1", "b": "1", "d": "4"]))
    #expect(
      edits.batches().map(\.input) == [
        ["Puts": [["Key": "a", "Value": "2"], ["Key": "c", "Value": "3"]], "Deletes": [["Key": "b"]]]
      ])
  }

  @Test func `all keys at once are the same as one by one`() throws {
    let (old, new) = (items(["a": "1", "b": "2", "c": "3"]), items(["c": "4", "d": "5", "a": "1"]))
    let whole = Change("Items", from: .array(old), to: .array(new))
    #expect(whole.keyByKey.map(\.place) == ["Items[c]", "Items[d]", "Items[b]"])
    #expect(try KeyEdits([whole], on: old).values == KeyEdits(whole.keyByKey, on: old).values)
    #expect(try KeyEdits(whole.keyByKey, on: new).batches() == [])
    #expect(
      whole.keyByKey.reduce(JSONValue.object(["Items": .array(old)])) { $1.applied(to: $0) }["Items"].array?.count == 3)
  }

  @Test func `names are taken to the letter`() throws {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    let edits = try KeyEdits(
      [Change("Items", from: [], to: .array(items([composed: "1", decomposed: "2"])))], on: items([composed: "1"]))
    #expect(edits.batches().map(\.input) == [["Puts": .array(items([decomposed: "2"]))]])
  }

  @Test func `no call has more than fifty keys, and none both puts and deletes one`() throws {
    let old = (0..<120).map { ["Key": .string("old\($0)"), "Value": "1"] as JSONValue }
    let new = (0..<70).map { ["Key": .string("new\($0)"), "Value": "1"] as JSONValue } + old[..<10]
    let batches = try KeyEdits([Change("Items", from: .array(old), to: .array(new))], on: old).batches()
    #expect(batches.map(\.values.count) == [50, 50, 50, 30])
    #expect(Set(batches.flatMap(\.values.names)).count == 180)
    // What comes is there before anything goes.
    #expect(batches[0].input["Deletes"] == nil && batches[3].input["Puts"] == nil)
  }

  @Test func `an empty value is put, and a key without one is refused`() throws {
    let empty: JSONValue = ["Key": "a", "Value": ""]
    for change in [Change("Items[a]", from: .null, to: empty), Change("Items", from: [], to: [empty])] {
      #expect(try KeyEdits([change], on: []).batches().map(\.input) == [["Puts": [empty]]])
    }
    for change in [Change("Items[a]", from: .null, to: ["Key": "a"]), Change("Items", from: [], to: [["Key": "a"]])] {
      #expect(refusal([change])?.contains("The key a has no value") == true)
    }
  }

  @Test func `what a store cannot take is refused`() throws {
    func put(_ key: String, _ value: JSONValue) -> Change {
      Change(DocumentPath("Items").element(key), from: .null, to: ["Key": .string(key), "Value": value])
    }
    let (key, value) = (String(repeating: "é", count: 256), String(repeating: "é", count: 512))
    #expect(refusal([put(key, .string(value))]) == nil)
    #expect(refusal([put(key + "k", "v")])?.contains("513 bytes") == true)
    #expect(refusal([put("k", .string(value + "v"))])?.contains("1025 bytes") == true)
    #expect(refusal([put("k", 1)])?.contains("no text") == true)
    #expect(refusal([Change("Items", from: [], to: .order(["k"]))]) != nil)
    #expect(refusal([Change("Items[k].Other", from: .null, to: "v")]) != nil)
  }

  @Test func `a store that would be too large is refused, and one without room gives up keys first`() throws {
    func item(_ index: Int) -> JSONValue {
      ["Key": .string("\(1_000_000 + index)"), "Value": .string(String(repeating: "v", count: 1017))]
    }
    let full = (0..<5120).map(item)
    let one = Change("Items[k].Value", from: .null, to: "v")
    #expect(refusal([one], on: full)?.contains("5242882 bytes") == true)
    let batches = try KeyEdits(
      [one] + Change("Items", from: .array(full), to: .array(Array(full[..<5050]))).keyByKey, on: full
    ).batches()
    #expect(batches[0].input["Puts"] == nil && batches[1].input["Puts"] != nil)
  }
}
