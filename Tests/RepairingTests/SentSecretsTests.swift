import AWSCore
import Documents
import Estate
import Foundation
import Testing

@testable import Repairing

/// Errors in which a service quotes what it was sent.
@Suite struct SentSecretsTests {
  private func message(_ quoted: String, input: JSONObject = [:], document: XMLElement? = nil) -> String {
    SentSecrets(in: input, document, besides: []).struckOut(
      of: ServiceError(
        operation: "x:Y", region: "us-east-1", category: .invalidRequest, code: "Invalid", message: quoted)
    ).message
  }

  @Test(arguments: ["s3cr3t-value", #"a "quoted" \ one"#, "a<b>&c", "it's & so", "token"])
  func `a secret is struck out of an error, however the service writes it`(secret: String) {
    let input: JSONObject = ["Environment": ["Variables": ["KEY": .string(secret)]], "MemorySize": 128]
    let escaped = JSONWriter().string(["v": .string(secret)])
    let markup = secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
    let quoted = markup.replacing("'", with: "&apos;")
    let encoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let inURL = encoded.replacing("%2D", with: "-")
    for text in [
      "Value '\(secret)' at environment", "got \(escaped)", "<v>\(markup)</v>", "<v>\(quoted)</v>", "?v=\(inURL)",
    ] {
      let result = message(text, input: input)
      #expect(![secret, markup, quoted, inURL].contains(where: result.contains), "\(result)")
      #expect(result.contains(Redacted.mark), "\(result)")
    }
  }

  @Test func `the values of origin headers in a document are secrets, and their names are not`() {
    let header = XMLElement(
      "OriginCustomHeader",
      nodes: [
        .element(XMLElement("HeaderName", nodes: [.text("X-Key")])),
        .element(XMLElement("HeaderValue", nodes: [.text("hunter22")])),
      ])
    let document = XMLElement("DistributionConfig", nodes: [.element(XMLElement("Items", nodes: [.element(header)]))])
    #expect(message("X-Key: hunter22 is refused", document: document) == "X-Key: \(Redacted.mark) is refused")
  }

  @Test func `what is short is struck out only where it stands by itself`() {
    let input: JSONObject = ["Environment": ["Variables": ["KEY": "a"]]]
    #expect(
      message("a value that was a, as asked", input: input)
        == "\(Redacted.mark) value that was \(Redacted.mark), as asked")
  }
}
