import Documents
import Testing

@testable import Repairing

@Suite struct `The text of a policy` {
  private static let first = #"{"Sid" : "A", "Effect":"Allow","Resource": "\u002a" , "n":1.0}"#
  private static let added: JSONValue = ["Sid": "B", "Effect": "Deny"]

  @Test(arguments: [
    #"{"Version":"2012-10-17","Statement":[FIRST]}"#, #"{"Version":"2012-10-17","Statement":FIRST}"#,
    "{\n  \"Statement\" : FIRST ,\r\n\t\"Id\":\"x\" }\n", "{\"Statement\": [\n    FIRST\n  ]\n}",
    #"{"Statement":[FIRST, {"Effect":"Deny","Action":"\u0073:*"}]}"#, #"{"Statement":[ FIRST ] }"#,
  ])
  func `keeps the bytes of other statements, and all bytes when one comes and goes`(form: String) throws {
    let text = form.replacing("FIRST", with: Self.first)
    let policy = PolicyText.document(try JSONReader.read(text))
    let longer = policy.setting(Self.added, at: "Statement[B]")
    let changed = try PolicyText(Array(text.utf8), of: "b").changed(to: longer, of: "b")
    #expect(try JSONReader.read(changed) == longer)
    #expect(changed.contains(Self.first))
    #expect(try PolicyText(Array(changed.utf8), of: "b").changed(to: policy, of: "b") == text)
    #expect(throws: WriteError.self) {
      try PolicyText(Array(text.utf8), of: "b").changed(to: policy.setting([], at: "Statement"), of: "b")
    }
  }

  @Test func `stays a list where it was one`() throws {
    let text = #"{"Statement":[FIRST, {"Sid":"B"}]}"#.replacing("FIRST", with: Self.first)
    let policy = try JSONReader.read(text).setting(.null, at: "Statement[B]")
    let changed = try PolicyText(Array(text.utf8), of: "b").changed(to: policy, of: "b")
    #expect(changed == "{\"Statement\":[\(Self.first)]}")
  }

  @Test(arguments: ["", "{", "{\"Statement\":[],\"Statement\":[]}", "\u{0}", "[[[[", "{\"Statement\":{\"a\":1}"])
  func `is refused where it cannot be edited`(text: String) {
    #expect(throws: WriteError.self) { try PolicyText(Array(text.utf8), of: "b") }
  }
}
