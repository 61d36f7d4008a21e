import Testing
import Transport

struct PercentEncodingTests {
  @Test(arguments: [
    ("Az09-._~", "Az09-._~"), ("a b+c", "a%20b%2Bc"), ("arn:aws:iam::1:role/x", "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx"),
    ("ü€", "%C3%BC%E2%82%AC"), ("100%", "100%25"), ("", ""),
  ])
  func encodesAllButUnreserved(text: String, encoded: String) {
    #expect(text.percentEncoded() == encoded)
  }

  @Test func keepsSlashesOfPaths() { #expect("/a b/c".percentEncoded(keepingSlash: true) == "/a%20b/c") }

  @Test func writesURLs() {
    var url = HTTPURL(
      host: "h", port: 8443, path: "/a%2Fb//c", query: [.init("p", nil), .init("q", ""), .init("k", "=&")])
    #expect(url.text == "https://h:8443/a%2Fb//c?p&q=&k=%3D%26")
    url = HTTPURL(scheme: "http", host: "[::1]", path: "")
    #expect(url.text == "http://[::1]/")
  }
}
