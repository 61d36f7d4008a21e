import Documents
import Testing

@testable import XMLReading

private func read(_ text: String) throws(XMLReadingError) -> XMLElement { try XMLReader.read(Array(text.utf8)) }

private func failure(_ bytes: [UInt8], limits: XMLReader.Limits = .init()) -> XMLReadingError? {
  do throws(XMLReadingError) { _ = try XMLReader.read(bytes, limits: limits) } catch { return error }
  return nil
}

private func failure(_ text: String) -> XMLReadingError? { failure(Array(text.utf8)) }

@Suite struct `What is read` {
  @Test func `Elements, text and order`() throws {
    let root = try read("<?xml version=\"1.0\"?>\n<A>\n  <B>one</B>\n  <C/>\n  <B> two </B>\n</A>\n")
    #expect(
      root
        == XMLElement(
          "A",
          nodes: [
            .element(XMLElement("B", text: "one")), .element(XMLElement("C")), .element(XMLElement("B", text: " two ")),
          ]))
  }

  @Test func `Text of white space only counts where there are no child elements`() throws {
    #expect(try read("<A> \n</A>").text == " \n")
    #expect(try read("<A> <B/> x <B/>\n</A>").nodes.count == 3)
  }

  @Test func `The five entities, character references and CDATA are text`() throws {
    let root = try read("<A>&lt;a b=&quot;c&quot;&gt; &amp;&apos;&#13;&#x1F600;<![CDATA[<&amp;]]>!</A>")
    #expect(root.nodes == [.text("<a b=\"c\"> &'\r😀<&amp;!")])
  }

  @Test func `Comments and processing instructions are no text`() throws {
    #expect(try read("<!-- a --><A>x<!-- b -->y<?pi z?></A><!-- c -->").nodes == [.text("xy")])
  }

  @Test func `A namespace is kept where it differs from the parent's`() throws {
    let root = try read("<A xmlns='urn:1' xmlns:p='urn:2'><B/><p:C><B/></p:C><D xmlns=''/></A>")
    #expect(root.namespace == "urn:1")
    #expect(root.children.map(\.name) == ["B", "C", "D"])
    #expect(root.children.map(\.namespace) == [nil, "urn:2", ""])
    #expect(root.children[1].children[0].namespace == "urn:1")
    #expect(root.attributes.isEmpty)
  }

  @Test func `Attributes keep prefix and order, their escapes undone`() throws {
    let root = try read("<A xmlns:xsi='urn:x' xsi:type='Canonical' b='1 &amp; &#10;2'/>")
    #expect(root.attributes == [.init(name: "xsi:type", value: "Canonical"), .init(name: "b", value: "1 & \n2")])
  }

  @Test func `Another declared encoding is converted`() throws {
    let bytes = Array("<?xml version='1.0' encoding='ISO-8859-1'?><A>".utf8) + [0xE9] + Array("</A>".utf8)
    #expect(try XMLReader.read(bytes).text == "é")
    #expect(try XMLReader.read([0xEF, 0xBB, 0xBF] + Array("<A>é</A>".utf8)).text == "é")
  }

  @Test func `Large documents and long texts are read`() throws {
    let text = String(repeating: "é&lt;", count: 200_000)
    #expect(try read("<A>\(text)</A>").text == String(repeating: "é<", count: 200_000))
    let item = "<Item><Name>\(String(repeating: "x", count: 200))</Name></Item>"
    #expect(try read("<A>\(String(repeating: item, count: 100_000))</A>").nodes.count == 100_000)
  }

  @Test func `Many threads read at once`() async throws {
    let texts = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<64 {
        group.addTask { try read("<A><B\(index % 7)>\(index)</B\(index % 7)></A>").children[0].text }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(texts == Set((0..<64).map(String.init)))
  }
}

@Suite struct `What is refused` {
  @Test func `A document that grows by its own entities`() {
    let bomb = """
      <!DOCTYPE A [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
      <A>&c;</A>
      """
    #expect(failure(bomb)?.reason == .documentType)
  }

  @Test func `An external entity or document type`() {
    #expect(
      failure("<!DOCTYPE A [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><A>&x;</A>")?.reason == .documentType)
    #expect(failure("<!DOCTYPE A SYSTEM 'http://127.0.0.1:1/a.dtd'><A/>")?.reason == .documentType)
    #expect(failure("<!DOCTYPE A><A/>")?.reason == .documentType)
  }

  @Test func `An entity that nobody defined`() {
    #expect(failure("<A>&nbsp;</A>")?.reason == .malformed)
    #expect(failure("<A b='&nbsp;'/>")?.reason == .malformed)
  }

  @Test func `Deep nesting, at the limit and past it`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "<A>", count: depth) + String(repeating: "</A>", count: depth)).utf8)
    }
    #expect(failure(nested(128)) == nil)
    #expect(failure(nested(129))?.reason == .tooDeep)
    #expect(failure(nested(100_000))?.reason == .tooDeep)
    #expect(failure(nested(3), limits: .init(depth: 2))?.reason == .tooDeep)
  }

  @Test(
    arguments: [
      ("<A \((0..<9).map { "a\($0)='1'" }.joined(separator: " "))/>", 9),
      ("<A \((0..<9).map { "xmlns:a\($0)='u\($0)'" }.joined(separator: " "))/>", 9),
      // Namespaces add up on the way down, and are forgotten on the way up.
      ("<A xmlns:a='1' xmlns:b='2'><B xmlns:c='3'><C xmlns:d='4'/></B><B xmlns:e='5' xmlns:f='6'/></A>", 4),
      ("<A>\(String(repeating: "<B xmlns='u'/>", count: 50))</A>", 1),
    ])
  func `More attributes or namespaces in one place than the limit`(text: String, count: Int) {
    #expect(failure(Array(text.utf8), limits: .init(attributes: count)) == nil)
    let error = failure(Array(text.utf8), limits: .init(attributes: count - 1))
    #expect(error?.reason == .tooLarge)
    #expect(error?.message == "more than \(count - 1) attributes or namespaces in one place")
  }

  @Test(arguments: [
    ("<A a='", "'/>"), ("<A a='>", "'/>"), ("<A><!--", "--></A>"), ("<A><![CDATA[", "]]></A>"), ("<A><?p ", "?></A>"),
    ("<A", "/>"),
  ])
  func `One tag or section of more bytes than the limit`(start: String, end: String) {
    func document(_ count: Int) -> [UInt8] {
      Array("\(start)\(String(repeating: start == "<A" ? " " : "x", count: count))\(end)".utf8)
    }
    // The library takes some thousand bytes at a time.
    #expect(failure(document(10_000), limits: .init(markup: 30_000)) == nil)
    #expect(failure(document(60_000), limits: .init(markup: 30_000))?.reason == .tooLarge)
    #expect(failure(document(1_000_000))?.reason == .tooLarge)
  }

  @Test func `A tag of a hundred thousand attributes is not taken to its end`() {
    let attributes = (0..<100_000).map { "a\($0)='1'" }.joined(separator: " ")
    #expect(failure("<A \(attributes)/>")?.reason == .tooLarge)
  }

  @Test func `More bytes than the limit`() {
    #expect(failure(Array("<A>12345</A>".utf8), limits: .init(bytes: 11))?.reason == .tooLarge)
    #expect(failure(Array("<A>12345</A>".utf8), limits: .init(bytes: 12)) == nil)
  }

  @Test func `Every truncation, with the line`() {
    let whole = Array("<A>\n<B c='1'>x&amp;</B>\n<C><![CDATA[y]]></C>\n</A>".utf8)
    for end in whole.indices {
      let error = failure(Array(whole[..<end]))
      #expect(error?.reason == .malformed, "cut at \(end)")
    }
    // Where the bytes come to an end.
    #expect(failure(Array(whole.dropLast(4)))?.line == 4)
    #expect(failure(whole) == nil)
  }

  @Test(arguments: ["", " ", "{\"a\": 1}", "<html><br></html>", "<A></B>", "<A/><B/>", "<A/>x", "<A b='1' b='2'/>"])
  func `What is no document`(text: String) {
    #expect(failure(text)?.reason == .malformed)
  }

  @Test func `A prefix that nobody bound`() {
    #expect(failure("<p:A/>")?.reason == .malformed)
    #expect(failure("<A p:b='1'/>")?.reason == .malformed)
  }

  @Test func `Bytes that are not in the encoding they claim`() {
    #expect(failure(Array("<A>".utf8) + [0xE9, 0x20] + Array("</A>".utf8))?.reason == .malformed)
    #expect(failure("<?xml version='1.0' encoding='nonsense-8'?><A>é</A>")?.reason == .malformed)
    #expect(failure(Array("<A>".utf8) + [0x00] + Array("</A>".utf8))?.reason == .malformed)
    #expect(failure("<A>\u{1}</A>")?.reason == .malformed)
  }
}
