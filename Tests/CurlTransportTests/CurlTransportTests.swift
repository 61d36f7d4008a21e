import Foundation
import Testing
import Transport

@testable import CurlTransport

@Suite(StubServer.needsPython, .timeLimit(.minutes(2)))
struct CurlTransportTests {
  let server: StubServer
  let transport: CurlTransport

  init() throws {
    server = try StubServer()
    transport = try CurlTransport(configuration: CurlConfiguration(maximumConnections: 4))
  }

  private func failure(_ request: HTTPRequest) async -> TransportError? {
    await #expect(throws: TransportError.self) { try await transport.send(request) }
  }

  private func statistics() async throws -> (connections: Int, peak: Int, aborted: Int) {
    let numbers = try await transport.send(server.request("/statistics")).text.split(separator: " ").map { Int($0) }
    return (try #require(numbers[0]), try #require(numbers[1]), try #require(numbers[2]))
  }

  @Test func sendsExactlyWhatIsGiven() async throws {
    var request = server.request("/a%2Fb//c/../d", method: "POST")
    request.url.query = [.init("Marker", "a b/c"), .init("policy", nil), .init("empty", "")]
    request.headers = ["X-One": "1", "X-Empty": ""]
    request.body = Array("body\0binary".utf8)
    let response = try await transport.send(request)
    #expect(
      response.text == """
        POST /a%2Fb//c/../d?Marker=a%20b%2Fc&policy&empty= HTTP/1.1\r
        Host: 127.0.0.1:\(server.port)\r
        X-One: 1\r
        X-Empty:\r
        Content-Length: 11\r
        \r
        body\0binary
        """)
  }

  @Test(arguments: ["GET", "DELETE", "POST", "PUT", "PATCH"])
  func methodsWithoutBody(method: String) async throws {
    // A request with a body before shows that nothing of it stays in the reused handle.
    var first = server.request("/", method: "PUT")
    first.body = Array(repeating: 65, count: 5000)
    first.headers = ["Content-Type": "text/xml"]
    #expect(try await transport.send(first).text.contains("Content-Type: text/xml\r\nContent-Length: 5000\r\n\r\nAAA"))
    let length = ["GET", "DELETE"].contains(method) ? "" : "Content-Length: 0\r\n"
    let response = try await transport.send(server.request("/", method: method))
    #expect(response.text == "\(method) / HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\(length)\r\n")
  }

  @Test func headWaitsForNoBody() async throws {
    // A connection that lay idle for long is not used again, and between two requests other tests may run for minutes.
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumIdleSeconds: 600))
    let response = try await transport.send(server.request("/x", method: "HEAD"))
    #expect(response.status == 200)
    #expect(response.body.isEmpty)
    #expect(response.headers["content-length"] != "0")
    #expect(try await transport.send(server.request("/x")).headers["x-connection"] == response.headers["X-Connection"])
  }

  @Test func keepsConnectionsAlive() async throws {
    let transport = try CurlTransport(configuration: CurlConfiguration(maximumIdleSeconds: 600))
    for count in 1...5 {
      let response = try await transport.send(server.request("/x"))
      #expect(response.headers["X-Connection"] == "1")
      #expect(response.headers["X-Count"] == String(count))
    }
  }

  @Test func readsHeadersAsTheyCome() async throws {
    let response = try await transport.send(server.request("/headers"))
    #expect(response.status == 404)
    #expect(response.text == "no")
    #expect(
      response.headers.lines.suffix(4) == [
        HTTPHeader("x-padded", "two words"), HTTPHeader("X-Twice", "a"), HTTPHeader("x-twice", "b"),
        HTTPHeader("X-Empty", ""),
      ])
  }

  @Test func forgetsTheHeadBeforeTheLast() async throws {
    let response = try await transport.send(server.request("/continues"))
    #expect(response.text == "done")
    #expect(response.headers["X-Early"] == nil)
  }

  @Test func readsChunks() async throws {
    let response = try await transport.send(server.request("/chunked"))
    #expect(response.text == "abcde")
    #expect(response.headers["X-Trailer"] == nil)
  }

  @Test func followsNoRedirect() async throws {
    let response = try await transport.send(server.request("/moved"))
    #expect(response.status == 301)
    #expect(response.headers["Location"] == "/elsewhere")
  }

  @Test func decodesOnlyWhatWasAskedFor() async throws {
    var request = server.request("/gzip")
    #expect(try await transport.send(request).body.starts(with: [0x1f, 0x8b]))
    request.headers["Accept-Encoding"] = "gzip"
    #expect(try await transport.send(request).text == String(repeating: "unpacked", count: 100))
    request.url.path = "/"
    #expect(try await transport.send(request).text.components(separatedBy: "Accept-Encoding").count == 2)
  }

  @Test func connectsElsewhereUnderTheSameName() async throws {
    var request = server.request("/x")
    request.url.host = "111122223333.store.example"
    request.connectHost = "127.0.0.1"
    let response = try await transport.send(request)
    #expect(response.text.contains("Host: 111122223333.store.example:\(server.port)\r\n"))
    request.connectHost = nil
    #expect(await failure(request)?.reason == .unresolvedHost)
  }

  @Test(arguments: ["/resets", "/hangs-up"])
  func brokenConnection(path: String) async throws {
    let error = await failure(server.request(path))
    #expect(error?.reason == .reset)
    #expect(error?.description.contains("127.0.0.1:\(server.port)") == true)
  }

  @Test(arguments: ["/truncated", "/truncated-chunk"])
  func truncatedAnswerIsAnError(path: String) async throws {
    #expect(await failure(server.request(path))?.reason == .truncated)
  }

  @Test func refusedConnection() async throws {
    var request = server.request("/")
    request.url.port = try StubServer.closedPort()
    let error = await failure(request)
    #expect(error?.reason == .connectFailed)
    #expect(error?.description.contains("127.0.0.1") == true)
  }

  @Test func oversizedAnswer() async throws {
    var request = server.request("/bytes/1000")
    request.maximumResponseBytes = 1000
    #expect(try await transport.send(request).body.count == 1000)
    request.maximumResponseBytes = 999
    #expect(await failure(request)?.reason == .tooLarge)
    request.url.path = "/endless"
    request.maximumResponseBytes = 1 << 20
    #expect(await failure(request)?.reason == .tooLarge)
  }

  @Test func largeAnswer() async throws {
    let response = try await transport.send(server.request("/bytes/20000000"))
    #expect(response.body.count == 20_000_000)
    #expect(Set(response.body).count == 1)
  }

  @Test(arguments: ["/silent", "/stalls"])
  func readTimeout(path: String) async throws {
    var request = server.request(path)
    request.timeouts.read = .seconds(1)
    #expect(await failure(request)?.reason == .timedOut)
  }

  @Test func totalTimeout() async throws {
    var request = server.request("/drips")
    request.timeouts = HTTPTimeouts(total: .milliseconds(300))
    #expect(await failure(request)?.reason == .timedOut)
  }

  @Test func connectTimeout() async throws {
    // A TLS handshake with a plain listener that says nothing does not come to an end.
    let silent = try SilentListener()
    var request = server.request("/")
    request.url.scheme = "https"
    request.url.port = silent.port
    request.timeouts.connect = .milliseconds(200)
    #expect(await failure(request)?.reason == .connectTimedOut)
  }

  @Test(arguments: ["X-A\r\nB", "X A", "X:A"])
  func headerNamesThatBreakTheRequest(name: String) async throws {
    var request = server.request("/")
    request.headers = HTTPHeaders([HTTPHeader(name, "1")])
    #expect(await failure(request)?.reason == .other)
    request.headers = ["X-A": "1\r\nX-B: secret"]
    let error = await failure(request)
    #expect(error?.reason == .other)
    #expect(error?.description.contains("secret") == false)
  }

  @Test func otherSchemesAreRefused() async throws {
    var request = server.request("/etc/hostname")
    request.url.scheme = "file"
    #expect(await failure(request)?.reason == .other)
  }
}
