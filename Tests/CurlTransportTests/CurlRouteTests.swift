import Foundation
import Testing
import Transport

@testable import CurlTransport

@Suite(StubServer.needsPython, .timeLimit(.minutes(2)))
struct CurlRouteTests {
  @Test func certificatesAreVerified() async throws {
    let server = try StubServer()
    var request = server.request("/x")
    request.url.scheme = "https"
    request.url.port = server.tlsPort
    let stranger = try CurlTransport()
    let error = await #expect(throws: TransportError.self) { try await stranger.send(request) }
    #expect(error?.reason == .tlsFailed)
    #expect(error?.description.contains("127.0.0.1:\(server.tlsPort)") == true)

    let friend = try CurlTransport(configuration: CurlConfiguration(certificateBundle: server.certificate))
    #expect(try await friend.send(request).status == 200)
    // The right authority does not help where the name is another.
    request.url.host = "other.example"
    request.connectHost = "127.0.0.1"
    let mismatch = await #expect(throws: TransportError.self) { try await friend.send(request) }
    #expect(mismatch?.reason == .tlsFailed)
    request.url.host = "stub.example"
    #expect(try await friend.send(request).status == 200)
  }

  @Test func missingBundleIsAnError() async throws {
    let server = try StubServer()
    var request = server.request("/x")
    request.url.scheme = "https"
    request.url.port = server.tlsPort
    let transport = try CurlTransport(configuration: CurlConfiguration(certificateBundle: "/nonexistent/bundle.pem"))
    let error = await #expect(throws: TransportError.self) { try await transport.send(request) }
    #expect(error?.reason == .tlsFailed)
    #expect(error?.description.contains("/nonexistent/bundle.pem") == true)
  }

  @Test func httpTwoIsSpokenWhereTLSOffersIt() async throws {
    let server = try StubServer()
    let transport = try CurlTransport(configuration: CurlConfiguration(certificateBundle: server.certificate))
    var request = server.request("/a?b=c", method: "POST")
    request.url.scheme = "https"
    request.headers["X-Sent"] = "header"
    request.body = Array("body".utf8)

    request.url.port = server.http2Port
    let response = try await transport.send(request)
    #expect(response.status == 200)
    // Only HTTP/2 has these.
    for line in [":method: POST", ":scheme: https", ":path: /a?b=c", "x-sent: header"] {
      #expect(response.text.contains("\(line)\r\n"), "\(response.text)")
    }
    #expect(response.text.hasSuffix("\r\nbody"))

    request.url.port = server.tlsPort
    let older = try await transport.send(request)
    #expect(older.text.hasPrefix("POST /a?b=c HTTP/1.1\r\n"), "\(older.text)")
  }

  @Test func requestsAtOnceShareOneHTTPTwoConnection() async throws {
    let server = try StubServer()
    let transport = try CurlTransport(configuration: CurlConfiguration(certificateBundle: server.certificate))
    var request = server.request("/x")
    request.url.scheme = "https"
    request.url.port = server.http2Port
    let responses = try await withThrowingTaskGroup(of: HTTPResponse.self) { [request] group in
      for _ in 0..<20 { group.addTask { try await transport.send(request) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(responses.allSatisfy { $0.status == 200 && $0.text.contains(":path: /x\r\n") })
    #expect(Set(responses.map { $0.headers["X-Connection"] }).count == 1)
    #expect(Set(responses.map { $0.headers["X-Stream"] }).count == 20)
  }

  // That the variables are honoured is tested end to end: the environment belongs to all of a process.

  @Test func upperCaseProxyIsIgnoredInCGIScripts() {
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": "http://p"]) == "http://p")
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": "http://p", "http_proxy": "http://q"]) == nil)
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": "http://p", "REQUEST_METHOD": "GET"]) == nil)
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": ""]) == nil)
  }
}
