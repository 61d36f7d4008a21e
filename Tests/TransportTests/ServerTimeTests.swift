import Foundation
import Testing
import Transport

struct ServerTimeTests {
  private static let now = Date(timeIntervalSince1970: 784_111_777)

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ("Fri, 31 Dec 2027 23:59:60 GMT", 1_830_297_600),
  ])
  func readsDates(text: String, seconds: Double) {
    #expect(HTTPHeaders(["date": text].map { HTTPHeader($0, $1) }).date == Date(timeIntervalSince1970: seconds))
  }

  @Test(arguments: [
    "", "now", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 -8:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
  ])
  func refusesWhatIsNoDate(text: String) {
    #expect(HTTPHeaders([HTTPHeader("Date", text)]).date == nil)
  }

  @Test(arguments: [
    (["Retry-After": "3"], Duration.seconds(3)), (["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"], .seconds(10)),
    (["x-amz-retry-after": "1500", "Retry-After": "9"], .milliseconds(1500)),
    (["x-amz-retry-after": "soon", "Retry-After": "9"], .seconds(9)),
  ])
  func readsHowLongToWait(headers: [String: String], expected: Duration) {
    #expect(HTTPHeaders(headers.map { HTTPHeader($0, $1) }).retryAfter(now: Self.now) == expected)
  }

  @Test(arguments: [nil, "-1", "soon", "Sun, 06 Nov 1994 08:49:36 GMT"])
  func noWaitIsAskedFor(text: String?) {
    var headers = HTTPHeaders()
    headers["Retry-After"] = text
    #expect(headers.retryAfter(now: Self.now) == nil)
  }

  @Test func learnsSkewByHost() {
    var skew = ClockSkew()
    let server = Self.now.addingTimeInterval(-3600)
    let first = skew.learn(code: "SignatureDoesNotMatch", serverDate: server, host: "a", now: Self.now)
    #expect(first)
    #expect(skew.date(at: "a", now: Self.now) == server)
    #expect(skew.date(at: "b", now: Self.now) == Self.now)
    // Corrected once, the same clock is no reason any more.
    let second = skew.learn(code: "SignatureDoesNotMatch", serverDate: server, host: "a", now: Self.now)
    #expect(!second)
  }

  @Test(arguments: [
    ("AccessDenied", 3600.0, false), ("InvalidSignatureException", nil, false),
    ("InvalidSignatureException", 240, false), ("InvalidSignatureException", 241, true),
    ("AccessDeniedException", -241, true),
  ])
  func onlySomeErrorsAreTheClocks(code: String, distance: Double?, expected: Bool) {
    var skew = ClockSkew()
    let server = distance.map { Self.now.addingTimeInterval($0) }
    let learned = skew.learn(code: code, serverDate: server, host: "a", now: Self.now)
    #expect(learned == expected)
  }
}
