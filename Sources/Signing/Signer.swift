import Foundation
import Transport

/// The algorithms that sign requests.
public enum SigningAlgorithm: Sendable, Hashable {
  /// HMAC with a key for one date, region and service.
  case sigV4
  /// ECDSA for a set of regions.
  case sigV4A

  /// The name in the `Authorization` header.
  var name: String {
    switch self {
    case .sigV4: "AWS4-HMAC-SHA256"
    case .sigV4A: "AWS4-ECDSA-P256-SHA256"
    }
  }
}

/// Signs requests with AWS Signature Version 4 and 4A. Time is a parameter; derived keys are kept from call to call.
///
/// Follows <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
public struct Signer: Sendable {
  private let keys = SigningKeys()

  /// A signer with no keys derived yet; share one, so that each key is derived once.
  public init() {}

  /// Signs a request by headers, replacing an earlier signature.
  ///
  /// All headers are signed except those that may change on the way. The request must not be changed afterwards.
  ///
  /// - Parameters:
  ///   - request: The request, with its path percent-encoded as it goes over the wire.
  ///   - credentials: The keys to sign with.
  ///   - service: The signing name of the service.
  ///   - region: The region in the scope; for SigV4A the region set, such as `*`.
  ///   - algorithm: The algorithm.
  ///   - date: The time now.
  ///   - form: The canonical form; by default the one that the service wants.
  /// - Throws: ``SigningError`` where OpenSSL fails.
  public func sign(
    _ request: inout HTTPRequest, credentials: Credentials, service: String, region: String,
    algorithm: SigningAlgorithm = .sigV4, date: Date, form: CanonicalForm? = nil
  ) throws(SigningError) {
    let form = form ?? .of(service: service)
    let scope = SigningScope(
      algorithm: algorithm, time: SigningTime(date), region: region, service: service, credentials: credentials)
    let payloadHash = prepare(&request, scope: scope, form: form)
    let canonical = CanonicalRequest(request, form: form, payloadHash: payloadHash)
    let signature = try sign(scope.stringToSign(canonical), scope: scope)
    if !form.signsSessionToken { request.headers["X-Amz-Security-Token"] = credentials.sessionToken }
    request.headers["Authorization"] =
      "\(algorithm.name) Credential=\(credentials.accessKeyID)/\(scope.text), "
      + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
  }

  /// Signs a request by query parameters, so that its URL alone can be given to others.
  ///
  /// - Parameters:
  ///   - request: The request; the parameters are appended to its query.
  ///   - credentials: The keys to sign with.
  ///   - service: The signing name of the service.
  ///   - region: The region in the scope; for SigV4A the region set.
  ///   - algorithm: The algorithm.
  ///   - date: The time now.
  ///   - expiresIn: The seconds for which the URL is good.
  ///   - form: The canonical form; by default the one that the service wants.
  /// - Throws: ``SigningError`` where OpenSSL fails.
  public func presign(
    _ request: inout HTTPRequest, credentials: Credentials, service: String, region: String,
    algorithm: SigningAlgorithm = .sigV4, date: Date, expiresIn: Int, form: CanonicalForm? = nil
  ) throws(SigningError) {
    let form = form ?? .of(service: service)
    let scope = SigningScope(
      algorithm: algorithm, time: SigningTime(date), region: region, service: service, credentials: credentials)
    prepareQuery(&request, scope: scope, form: form, expiresIn: expiresIn)
    let canonical = CanonicalRequest(request, form: form, payloadHash: Digest.sha256Hex(request.body))
    let signature = try sign(scope.stringToSign(canonical), scope: scope)
    if !form.signsSessionToken, let token = credentials.sessionToken {
      request.url.query.append(HTTPURL.QueryItem("X-Amz-Security-Token", token))
    }
    request.url.query.append(HTTPURL.QueryItem("X-Amz-Signature", signature))
  }

  /// Sets the headers that the signature covers; returns the hash of the body.
  func prepare(_ request: inout HTTPRequest, scope: SigningScope, form: CanonicalForm) -> String {
    request.headers["X-Amz-Date"] = scope.time.dateTime
    request.headers["X-Amz-Security-Token"] = form.signsSessionToken ? scope.credentials.sessionToken : nil
    request.headers["X-Amz-Region-Set"] = scope.algorithm == .sigV4A ? scope.region : nil
    let payloadHash = Digest.sha256Hex(request.body)
    if form.sendsPayloadHash { request.headers["X-Amz-Content-SHA256"] = payloadHash }
    return payloadHash
  }

  /// Appends the parameters that the signature covers.
  func prepareQuery(_ request: inout HTTPRequest, scope: SigningScope, form: CanonicalForm, expiresIn: Int) {
    var items = [
      HTTPURL.QueryItem("X-Amz-Algorithm", scope.algorithm.name),
      HTTPURL.QueryItem("X-Amz-Credential", "\(scope.credentials.accessKeyID)/\(scope.text)"),
      HTTPURL.QueryItem("X-Amz-Date", scope.time.dateTime),
      HTTPURL.QueryItem("X-Amz-Expires", String(expiresIn)),
      HTTPURL.QueryItem("X-Amz-SignedHeaders", CanonicalRequest.signedHeaders(of: request)),
    ]
    if scope.algorithm == .sigV4A { items.append(HTTPURL.QueryItem("X-Amz-Region-Set", scope.region)) }
    if form.signsSessionToken, let token = scope.credentials.sessionToken {
      items.append(HTTPURL.QueryItem("X-Amz-Security-Token", token))
    }
    request.url.query += items
  }

  private func sign(_ stringToSign: [UInt8], scope: SigningScope) throws(SigningError) -> String {
    switch scope.algorithm {
    case .sigV4:
      let key = keys.sigV4Key(
        secret: scope.credentials.secretAccessKey, date: scope.time.date, region: scope.region, service: scope.service)
      return Digest.hex(Digest.hmacSHA256(key: key, stringToSign))
    case .sigV4A:
      return Digest.hex(try keys.sigV4APair(of: scope.credentials).sign(stringToSign))
    }
  }
}

/// What a signature is good for.
struct SigningScope {
  let algorithm: SigningAlgorithm
  let time: SigningTime
  let region: String
  let service: String
  let credentials: Credentials

  /// `20150830/us-east-1/service/aws4_request`; SigV4A's has no region.
  var text: String {
    switch algorithm {
    case .sigV4: "\(time.date)/\(region)/\(service)/aws4_request"
    case .sigV4A: "\(time.date)/\(service)/aws4_request"
    }
  }

  /// What is signed: the algorithm, the time, the scope and the hash of the canonical request.
  func stringToSign(_ canonical: CanonicalRequest) -> [UInt8] {
    Array("\(algorithm.name)\n\(time.dateTime)\n\(text)\n\(Digest.sha256Hex(canonical.bytes))".utf8)
  }
}
