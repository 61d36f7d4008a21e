import AWSCore
import Documents
import Testing

@Suite struct `Pages` {
  private let truncating = Pagination(
    "List.Items", token: "Marker", from: "List.NextMarker", more: "List.IsTruncated", limit: "MaxItems", atMost: 100)
  private let plain = Pagination("Items", token: "NextToken", from: "NextToken", mayOmitItems: true)

  @Test func `End where the answer says that it is not truncated`() throws {
    let last = Output(value: ["List": ["IsTruncated": false, "NextMarker": "m", "Items": ["a"]]])
    #expect(truncating.next(after: last) == nil)
    #expect(try truncating.items(in: last) == ["a"])
    let first = Output(value: ["List": ["IsTruncated": true, "NextMarker": "m", "Items": []]])
    #expect(truncating.next(after: first) == ["Marker": "m"])
    #expect(try truncating.items(in: first) == [])
  }

  @Test func `End where there is no token, or an empty one`() {
    #expect(plain.next(after: Output(value: ["Items": []])) == nil)
    #expect(plain.next(after: Output(value: ["NextToken": ""])) == nil)
    #expect(plain.next(after: Output(value: ["NextToken": nil])) == nil)
    #expect(plain.next(after: Output(value: ["NextToken": "t"])) == ["NextToken": "t"])
  }

  @Test func `Without a word about truncation the token counts`() {
    #expect(truncating.next(after: Output(value: ["List": ["NextMarker": "m"]])) == ["Marker": "m"])
  }

  @Test func `That announce a next page without a token are an error`() {
    for token: JSONValue in [nil, ""] {
      let page = Output(value: ["List": ["IsTruncated": true, "NextMarker": token, "Items": ["a"]]])
      #expect(throws: ServiceError.self) { try truncating.items(in: page) }
    }
  }

  @Test func `Without their list are an error, unless the API may leave it out`() throws {
    #expect(throws: ServiceError.self) { try truncating.items(in: Output(value: ["List": [:]])) }
    #expect(throws: ServiceError.self) { try plain.items(in: Output(value: ["Items": "a"])) }
    #expect(try plain.items(in: Output(value: [:])) == [])
  }

  @Test func `Of several lists give one after the other`() throws {
    let pages = Pagination(["A", "B"], token: "Marker", from: "Marker", mayOmitItems: true)
    #expect(try pages.items(in: Output(value: ["B": [2], "A": [1]])) == [1, 2])
  }

  @Test func `Name their operation in errors`() {
    let operation = Operation(
      "ListThem", of: TestOperations.jsonService, answer: .members(),
      pagination: Pagination("Items", token: "T", from: "T"))
    let error = #expect(throws: ServiceError.self) { try operation.pagination?.items(in: Output(value: [:])) }
    #expect(error?.operation == "lambda:ListThem")
  }
}
