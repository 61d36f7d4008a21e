import Foundation
import Testing
import Transport

@testable import Signing

/// The published test suites of SigV4 and SigV4A, one directory a case.
@Suite(.enabled(if: SigningVector.folder != nil, "the conformance folder is not beside the project"))
struct VectorTests {
  @Test(arguments: SigningVector.all(.sigV4) + SigningVector.all(.sigV4A))
  func canonicalRequestAndStringToSign(vector: SigningVector) throws {
    let context = try vector.context()

    var request = try vector.request()
    let hash = Signer().prepare(&request, scope: context.scope, form: context.form)
    let canonical = CanonicalRequest(request, form: context.form, payloadHash: hash)
    #expect(canonical.text == (try vector.text("header-canonical-request.txt")))
    #expect(context.scope.stringToSign(canonical) == (try vector.bytes("header-string-to-sign.txt")))

    var presigned = try vector.request()
    Signer().prepareQuery(&presigned, scope: context.scope, form: context.form, expiresIn: context.expiresIn)
    let canonicalQuery = CanonicalRequest(presigned, form: context.form, payloadHash: hash)
    #expect(canonicalQuery.text == (try vector.text("query-canonical-request.txt")))
    #expect(context.scope.stringToSign(canonicalQuery) == (try vector.bytes("query-string-to-sign.txt")))
  }

  @Test(arguments: SigningVector.all(.sigV4))
  func signatureOfVersion4(vector: SigningVector) throws {
    let context = try vector.context()
    let signer = Signer()

    var request = try vector.request()
    try signer.sign(&request, in: context)
    #expect(signature(in: request) == (try vector.text("header-signature.txt")))
    let published = try HTTPRequest(raw: vector.text("header-signed-request.txt"))
    #expect(request.headers["Authorization"] == published.headers["Authorization"])
    #expect(request.headers["X-Amz-Security-Token"] == published.headers["X-Amz-Security-Token"])

    // Signing again replaces the signature instead of signing it.
    try signer.sign(&request, in: context)
    #expect(signature(in: request) == (try vector.text("header-signature.txt")))

    var presigned = try vector.request()
    try signer.presign(&presigned, in: context)
    #expect(presigned.url.query.last?.value == (try vector.text("query-signature.txt")))
    let publishedQuery = try HTTPRequest(raw: vector.text("query-signed-request.txt"))
    #expect(Set(presigned.url.query) == Set(publishedQuery.url.query))
  }

  @Test(arguments: SigningVector.all(.sigV4A))
  func signatureOfVersion4A(vector: SigningVector) throws {
    let context = try vector.context()
    let pair = try P256KeyPair(
      accessKeyID: context.scope.credentials.accessKeyID, secretAccessKey: context.scope.credentials.secretAccessKey)
    let point = try #require(pair.publicPoint)
    let published = try JSONDecoder().decode([String: String].self, from: Data(vector.bytes("public-key.json")))
    #expect(published == ["X": Digest.hex(point.x), "Y": Digest.hex(point.y)])

    let stringToSign = try vector.bytes("header-string-to-sign.txt")
    #expect(pair.verify(try hexBytes(vector.text("header-signature.txt")), of: stringToSign))
    #expect(!pair.verify(try hexBytes(vector.text("header-signature.txt")), of: stringToSign + [0]))
    let queryStringToSign = try vector.bytes("query-string-to-sign.txt")
    #expect(pair.verify(try hexBytes(vector.text("query-signature.txt")), of: queryStringToSign))

    var request = try vector.request()
    try Signer().sign(&request, in: context)
    #expect(pair.verify(try hexBytes(signature(in: request)), of: stringToSign))
    var presigned = try vector.request()
    try Signer().presign(&presigned, in: context)
    #expect(pair.verify(try hexBytes(#require(presigned.url.query.last?.value)), of: queryStringToSign))
  }

  private func signature(in request: HTTPRequest) -> String {
    request.headers["Authorization"]?.components(separatedBy: "Signature=").last ?? ""
  }
}

/// Why a vector could not be read.
struct VectorError: Error {
  let description: String
}

func hexBytes(_ text: String) throws -> [UInt8] {
  let digits = Array(text.utf8)
  return try stride(from: 0, to: digits.count - 1, by: 2).map { index in
    guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
      throw VectorError(description: "no hexadecimal digits: \(text)")
    }
    return byte
  }
}

extension Signer {
  func sign(_ request: inout HTTPRequest, in context: SigningVector.Context) throws {
    try sign(
      &request, credentials: context.scope.credentials, service: context.scope.service, region: context.scope.region,
      algorithm: context.scope.algorithm, date: context.date, form: context.form)
  }

  func presign(_ request: inout HTTPRequest, in context: SigningVector.Context) throws {
    try presign(
      &request, credentials: context.scope.credentials, service: context.scope.service, region: context.scope.region,
      algorithm: context.scope.algorithm, date: context.date, expiresIn: context.expiresIn, form: context.form)
  }
}
