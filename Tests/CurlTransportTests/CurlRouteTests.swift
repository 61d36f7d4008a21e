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
    #expect(error?.kind == .tlsFailed)
    #expect(error?.description.contains("127.0.0.1:\(server.tlsPort)") == true)

    let friend = try CurlTransport(configuration: CurlConfiguration(certificateBundle: server.certificate))
    #expect(try await friend.send(request).status == 200)
    // The right authority does not help where the name is another.
    request.url.host = "other.example"
    request.connectHost = "127.0.0.1"
    let mismatch = await #expect(throws: TransportError.self) { try await friend.send(request) }
    #expect(mismatch?.kind == .tlsFailed)
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
    #expect(error?.kind == .tlsFailed)
    #expect(error?.description.contains("/nonexistent/bundle.pem") == true)
  }

  // Each in a process of its own, because the environment belongs to all of one.

  @Test(arguments: ["http_proxy", "HTTP_PROXY"])
  func proxyOfTheEnvironment(variable: String) async throws {
    let server = try StubServer()
    let port = server.port
    await #expect(processExitsWith: .success) { [variable, port = port as Int] in
      try await Self.expectProxy(of: variable, port: port)
    }
  }

  @Test(arguments: ["no_proxy", "NO_PROXY"])
  func exceptionsFromTheProxy(variable: String) async throws {
    let server = try StubServer()
    let port = server.port
    await #expect(processExitsWith: .success) { [variable, port = port as Int] in
      try await Self.expectException(in: variable, port: port)
    }
  }

  @Test func upperCaseProxyIsIgnoredInCGIScripts() {
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": "http://p"]) == "http://p")
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": "http://p", "http_proxy": "http://q"]) == nil)
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": "http://p", "REQUEST_METHOD": "GET"]) == nil)
    #expect(CurlLoop.plainProxy(["HTTP_PROXY": ""]) == nil)
  }

  private static func expectProxy(of variable: String, port: Int) async throws {
    for name in ["http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"] { unsetenv(name) }
    setenv(variable, "http://127.0.0.1:\(port)", 1)
    let transport = try CurlTransport()
    var request = HTTPRequest(url: HTTPURL(scheme: "http", host: "service.example", port: port, path: "/x"))
    // A proxy gets the whole URL.
    let proxied = try await transport.send(request).text
    #expect(proxied.hasPrefix("GET http://service.example:\(port)/x HTTP/1.1\r\n"))
    request.usesProxy = false
    request.connectHost = "127.0.0.1"
    let direct = try await transport.send(request).text
    #expect(direct.hasPrefix("GET /x HTTP/1.1\r\n"))
    // And the handle that bypassed it uses it again.
    request.usesProxy = true
    request.connectHost = nil
    #expect(try await transport.send(request).text.hasPrefix("GET http://"))
  }

  private static func expectException(in variable: String, port: Int) async throws {
    for name in ["http_proxy", "no_proxy", "NO_PROXY"] { unsetenv(name) }
    setenv("HTTP_PROXY", "http://127.0.0.1:1", 1)
    setenv(variable, "other.example,127.0.0.1", 1)
    let request = HTTPRequest(url: HTTPURL(scheme: "http", host: "127.0.0.1", port: port, path: "/x"))
    #expect(try await CurlTransport().send(request).text.hasPrefix("GET /x HTTP/1.1\r\n"))
  }
}
