import Foundation
import Testing
import Transport

@testable import Signing

struct SignerTests {
  private let credentials = Credentials(
    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "the-secret", sessionToken: "the-token")
  private let date = Date(timeIntervalSince1970: 1_440_938_160)

  private func canonical(_ request: HTTPRequest, service: String) throws -> String {
    var request = request
    try Signer().sign(&request, credentials: credentials, service: service, region: "us-east-1", date: date)
    return CanonicalRequest(
      request, form: .of(service: service), payloadHash: Digest.sha256Hex(request.body)
    ).text
  }

  @Test func aPathLabelIsEncodedTwiceButForS3() throws {
    let request = HTTPRequest(url: HTTPURL(host: "h", path: "/key-value-stores/arn%3Aaws%3A1//a"))
    #expect(try canonical(request, service: "lambda").hasPrefix("GET\n/key-value-stores/arn%253Aaws%253A1/a\n"))
    #expect(try canonical(request, service: "s3").hasPrefix("GET\n/key-value-stores/arn%3Aaws%3A1//a\n"))
  }

  @Test func s3SendsAndSignsTheHashOfTheBody() throws {
    var request = HTTPRequest(method: "PUT", url: HTTPURL(host: "h", path: "/b", query: [.init("policy", nil)]))
    request.body = Array("{}".utf8)
    try Signer().sign(&request, credentials: credentials, service: "s3", region: "eu-west-1", date: date)
    #expect(
      request.headers["x-amz-content-sha256"] == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    #expect(request.headers["authorization"]?.contains("host;x-amz-content-sha256;x-amz-date;") == true)
    #expect(CanonicalRequest(request, form: .s3, payloadHash: "").text.hasPrefix("PUT\n/b\npolicy=\n"))
  }

  @Test func whatChangesOnTheWayIsNotSigned() throws {
    var request = HTTPRequest(url: HTTPURL(host: "h"))
    request.headers = [
      "User-Agent": "audit", "X-Amzn-Trace-Id": "1", "Expect": "x", "If-Match": "E1", "Connection": "close", "TE": "x",
      "Content-Type": "application/xml",
    ]
    try Signer().sign(&request, credentials: credentials, service: "lambda", region: "eu-west-1", date: date)
    #expect(
      request.headers["Authorization"]?.contains(
        "SignedHeaders=content-type;host;if-match;x-amz-date;x-amz-security-token,") == true)
  }

  @Test func parametersAreSortedAsTheyAreEncodedByNameThenByValue() throws {
    let items: [(String, String?)] = [
      ("b", "2"), ("a", "%"), ("é", nil), ("b", "1"), ("a", "-"), ("a b", "c+d/"), ("Z", ""),
    ]
    let query = items.map { HTTPURL.QueryItem($0.0, $0.1) }
    let text = CanonicalRequest(
      HTTPRequest(url: HTTPURL(host: "h", query: query)), form: .standard, payloadHash: ""
    ).text
    #expect(text.hasPrefix("GET\n/\n%C3%A9=&Z=&a=%25&a=-&a%20b=c%2Bd%2F&b=1&b=2\nhost:h\n"))
  }

  @Test(arguments: [
    (HTTPURL(scheme: "http", host: "localhost", port: 4566), "localhost:4566"),
    (HTTPURL(host: "h", port: 443), "h"), (HTTPURL(scheme: "http", host: "h", port: 80), "h"),
    (HTTPURL(host: "h"), "h"), (HTTPURL(host: "[::1]", port: 80), "[::1]:80"),
  ])
  func theHostIsTheOneThatIsSent(url: HTTPURL, host: String) throws {
    #expect(try canonical(HTTPRequest(url: url), service: "lambda").contains("\nhost:\(host)\n"))
  }

  @Test func theKeyOfOneScopeIsNotUsedForAnother() throws {
    let signer = Signer()
    func authorization(_ signer: Signer, region: String, secret: String, date: Date) throws -> String? {
      var request = HTTPRequest(url: HTTPURL(host: "h"))
      try signer.sign(
        &request, credentials: Credentials(accessKeyID: "A", secretAccessKey: secret), service: "iam", region: region,
        date: date)
      return request.headers["Authorization"]
    }
    for region in ["us-east-1", "eu-west-1"] {
      for secret in ["one", "two"] {
        for date in [date, date + 86_400] {
          let shared = try authorization(signer, region: region, secret: secret, date: date)
          #expect(try shared == authorization(Signer(), region: region, secret: secret, date: date))
        }
      }
    }
  }

  @Test func credentialsPrintNoSecret() {
    var text = "\(credentials) \(String(reflecting: credentials))"
    dump(credentials, to: &text)
    #expect(!text.contains("the-secret") && !text.contains("the-token"))
    #expect(text.contains("AKIDEXAMPLE"))
  }
}

struct SigningTimeTests {
  @Test(arguments: [
    (0, "19700101T000000Z"), (1_440_938_160, "20150830T123600Z"), (951_782_399, "20000228T235959Z"),
    (951_782_400, "20000229T000000Z"), (951_868_800, "20000301T000000Z"), (4_107_542_399, "21000228T235959Z"),
    (4_107_542_400, "21000301T000000Z"), (1_798_761_599, "20261231T235959Z"), (-1, "19691231T235959Z"),
  ])
  func knownMoments(seconds: Int, text: String) {
    #expect(SigningTime(secondsSince1970: seconds).dateTime == text)
    #expect(SigningTime(Date(timeIntervalSince1970: Double(seconds) + 0.9)).dateTime == text)
    #expect(SigningTime(secondsSince1970: seconds).date == String(text.prefix(8)))
  }

  @Test func agreesWithFoundationOnEveryDayOfTwoCenturies() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for day in stride(from: 0, to: 73_000, by: 1) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let expected = (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0)
      #expect(Int(SigningTime(date).date) == expected)
    }
  }
}

/// The answers that AWS's own implementation is tested against.
struct KeyDerivationTests {
  @Test(arguments: [
    (
      "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "7efc8c0e65a324242818c5a50c891c6060b6a00717b7ba3cbe3c5d765be9259c",
      "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1",
      "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518"
    ),
    (
      "AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom",
      "7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd",
      "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb",
      "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0"
    ),
  ])
  func knownAnswers(id: String, secret: String, privateKey: String, x: String, y: String) throws {
    #expect(Digest.hex(try P256KeyPair.privateKey(accessKeyID: id, secretAccessKey: secret)) == privateKey)
    let point = try #require(try P256KeyPair(accessKeyID: id, secretAccessKey: secret).publicPoint)
    #expect(Digest.hex(point.x) == x)
    #expect(Digest.hex(point.y) == y)
  }

  /// The test key of RFC 9500, section 2.3, in both forms of PEM.
  @Test(arguments: [
    """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIObLW92AqkWunJXowVR2Z5/+yVPBaFHnEedDk5WJxk/BoAoGCCqGSM49
    AwEHoUQDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71vc75eSOkyMsxFxbFsTNEMTLjV
    uKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
    -----END EC PRIVATE KEY-----
    """,
    """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5stb3YCqRa6clejB
    VHZnn/7JU8FoUecR50OTlYnGT8GhRANCAARCJUj4j7eC/7Xso3REUscqHlWPvW9z
    vl5I6TIyzEXFsWxM0QxMuNW4oXE56UiCyJklcpk0JfQUGat+kKQqSUJy
    -----END PRIVATE KEY-----
    """,
  ])
  func readsKeyPairs(pem: String) throws {
    let pair = try #require(P256KeyPair(pem: pem))
    let point = try #require(pair.publicPoint)
    #expect(Digest.hex(point.x) == "422548f88fb782ffb5eca3744452c72a1e558fbd6f73be5e48e93232cc45c5b1")
    #expect(Digest.hex(point.y) == "6c4cd10c4cb8d5b8a17139e94882c8992572993425f41419ab7e90a42a494272")
    #expect(try pair.es256Signature(of: [1, 2, 3]).count == 64)
  }

  /// Nothing, a curve that only looks alike, a key behind a password.
  @Test(arguments: [
    "", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
    """
    -----BEGIN EC PRIVATE KEY-----
    MHQCAQEEIBSBRrB6jBNVO2LKukLl7H+cyT0SRNotO/SJcjtSwWtAoAcGBSuBBAAK
    oUQDQgAEBCLNbD3lgYWp37ivvzMVC/k8C1Al2dVKaZpC38tvGr6Rx02P6J2lBSvm
    gWR0zuB8oG7mg5xYUY1nx8B5hfKohw==
    -----END EC PRIVATE KEY-----
    """,
    """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjmoJCQPM+DeAICCAAw
    DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGKJt4la6xfRHGdyPDBVo4EEgZAL
    rZ0NbNn2eFSoZ6pY3jTpM7kD0lg6Dcg983vV9ZJbhJfvJGrSFd7WRsL3TUVsQt/e
    V6jQfxj4bTQUXRNeVC1f2ouyLd129jj6aCKiW4/F6p9i5p4wK3tKOzNfK8a9noWh
    UeEFJyt6GmOAi1wlLeAmgo0/2qZ1bzdw76C0cbbdhG0rGGNPOUqFcaoKLb6N3yE=
    -----END ENCRYPTED PRIVATE KEY-----
    """,
  ])
  func refusesWhatIsNoKeyPairOfTheCurve(pem: String) { #expect(P256KeyPair(pem: pem) == nil) }

  @Test func aLongAccessKeyIsNoObstacle() throws {
    let pair = try P256KeyPair(accessKeyID: String(repeating: "A", count: 5_000), secretAccessKey: "s")
    #expect(pair.verify(try pair.sign([1, 2, 3]), of: [1, 2, 3]))
  }

  @Test(
    arguments: [
      // The order less two is the last candidate that is taken; one more is refused.
      (
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"
      ),
      ("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", nil),
      ("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", nil),
      ("ffffffff00000001000000000000000000000000000000000000000000000000", nil),
      (
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc6324ff",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632500"
      ),
      (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000001"
      ),
      (
        "00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000100000000000000000000000000000000000000000000000000000000"
      ),
    ] as [(String, String?)])
  func candidates(candidate: String, privateKey: String?) throws {
    #expect(P256KeyPair.privateKey(fromCandidate: try hexBytes(candidate)).map(Digest.hex) == privateKey)
  }
}

struct DigestTests {
  @Test func knownAnswers() {
    #expect(
      Digest.sha256Hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      Digest.sha256Hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Digest.sha1Hex(Array("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    // RFC 4231, test case 2.
    #expect(
      Digest.hex(Digest.hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }
}
