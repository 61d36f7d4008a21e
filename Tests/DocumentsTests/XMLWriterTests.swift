import Documents
import Testing

@Suite("XML writer")
struct XMLWriterTests {
  func text(_ element: XMLElement, declaration: Bool = false) throws -> String {
    String(decoding: try XMLWriter(declaration: declaration).bytes(element), as: UTF8.self)
  }

  @Test("writes a tree as it stands, with its namespace once")
  func tree() throws {
    let element = XMLElement(
      "DistributionConfig", namespace: "http://cloudfront.amazonaws.com/doc/2020-05-31/",
      nodes: [.text("\n  "), .element(XMLElement("Comment")), .element(XMLElement("Enabled", text: "true"))])
    #expect(
      try text(element, declaration: true) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
          <Comment/><Enabled>true</Enabled></DistributionConfig>
        """)
  }

  @Test("declares a namespace only where it changes, and leaves it where it is empty")
  func namespaces() throws {
    let element = XMLElement(
      "a", namespace: "urn:a",
      nodes: [
        .element(XMLElement("b", namespace: "urn:a")),
        .element(XMLElement("c", namespace: "", nodes: [.element(XMLElement("d", namespace: "urn:a"))])),
      ])
    #expect(try text(element) == #"<a xmlns="urn:a"><b/><c xmlns=""><d xmlns="urn:a"/></c></a>"#)
    #expect(try text(XMLElement("a", namespace: "")) == "<a/>")
  }

  @Test("escapes text and attributes so that a parser gives them back")
  func escapes() throws {
    let element = XMLElement(
      "a", attributes: [.init(name: "b", value: "<\"&>\n\t\r'")], nodes: [.text("<\"&>]]>\n\t\r'é😀")])
    #expect(
      try text(element)
        == "<a b=\"&lt;&quot;&amp;&gt;&#10;&#9;&#13;'\">&lt;\"&amp;&gt;]]&gt;\n\t&#13;'é😀</a>")
  }

  @Test("declares the prefix of an attribute once")
  func prefixes() throws {
    let grantee = XMLElement("Grantee", attributes: [.init(name: "xsi:type", value: "CanonicalUser")])
    let element = XMLElement("Grant", nodes: [.element(grantee), .element(grantee)])
    let declared = #"<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"/>"#
    #expect(try text(element) == "<Grant>\(declared)\(declared)</Grant>")
    let nested = XMLElement("A", attributes: [.init(name: "xsi:type", value: "x")], nodes: [.element(grantee)])
    #expect(
      try text(nested) == #"<A xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x">"#
        + #"<Grantee xsi:type="CanonicalUser"/></A>"#)
  }

  @Test("refuses characters that XML cannot carry", arguments: ["\u{0}", "\u{1B}", "\u{FFFF}"])
  func refuses(character: String) {
    #expect(throws: XMLWritingError.self) { try XMLWriter().bytes(XMLElement("a", text: "secret\(character)")) }
  }
}
