import CLibCrypto

/// A key pair for ECDSA on the curve P-256: the one that SigV4A derives from an access key, or one of a file.
public final class P256KeyPair: @unchecked Sendable {
  // Unchecked: libcrypto only reads a key that is complete, whatever the number of threads that sign with it.
  private let key: OpaquePointer

  /// Derives the pair of an access key.
  ///
  /// Follows NIST SP 800-108 in counter mode as AWS uses it:
  /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
  ///
  /// - Throws: ``SigningError/keyDerivationFailed``, which happens by chance about once in 2^8000 keys.
  init(accessKeyID: String, secretAccessKey: String) throws(SigningError) {
    var scalar = try Self.privateKey(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey)
    defer { scalar.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
    guard let key = clibcrypto_p256_key_pair(scalar) else { throw SigningError.cryptographyFailed("make a P-256 key") }
    self.key = key
  }

  /// Reads a pair in PEM; `nil` where the text is none, or is encrypted.
  public init?(pem: String) {
    guard let key = clibcrypto_p256_read_pem(pem) else { return nil }
    self.key = key
  }

  deinit { EVP_PKEY_free(key) }

  /// The coordinates of the public key, 32 bytes each.
  public var publicPoint: (x: [UInt8], y: [UInt8])? {
    var point = [UInt8](repeating: 0, count: 65)
    guard clibcrypto_p256_public_point(key, &point) == 1, point[0] == 4 else { return nil }
    return (Array(point[1...32]), Array(point[33...64]))
  }

  /// The ECDSA signature with SHA-256 of a message, DER-encoded; another one at each call.
  func sign(_ message: [UInt8]) throws(SigningError) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var length = 72  // The longest DER form of two integers of 256 bits.
    var signature = [UInt8](repeating: 0, count: length)
    guard context != nil, EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      EVP_DigestSign(context, &signature, &length, message, message.count) == 1
    else { throw SigningError.cryptographyFailed("sign with a P-256 key") }
    return Array(signature.prefix(length))
  }

  /// The signature of a message as JSON Web Signatures have it: two integers of 32 bytes. RFC 7518, section 3.4.
  public func es256Signature(of message: [UInt8]) throws(SigningError) -> [UInt8] {
    let signature = try sign(message)
    var pair = [UInt8](repeating: 0, count: 64)
    guard clibcrypto_p256_signature_pair(signature, signature.count, &pair) == 1 else {
      throw SigningError.cryptographyFailed("read its own signature")
    }
    return pair
  }

  /// Whether this is a signature of that message by this pair.
  func verify(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    return context != nil && EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  /// The private key of an access key: 32 bytes, big-endian.
  static func privateKey(accessKeyID: String, secretAccessKey: String) throws(SigningError) -> [UInt8] {
    let key = Array("AWS4A\(secretAccessKey)".utf8)
    for counter in UInt8(1)...254 {
      var message: [UInt8] = [0, 0, 0, 1]  // The one block of the key derivation function.
      message += SigningAlgorithm.sigV4A.name.utf8
      message.append(0)
      message += accessKeyID.utf8
      message.append(counter)
      message += [0, 0, 1, 0]  // 256 bits are wanted.
      if let scalar = privateKey(fromCandidate: Digest.hmacSHA256(key: key, message)) { return scalar }
    }
    throw .keyDerivationFailed
  }

  /// The order of the curve, less two.
  private static let orderMinusTwo: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA,
    0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
  ]

  /// The candidate plus one, or `nil` where it is beyond the order less two; in constant time, because it is a secret.
  static func privateKey(fromCandidate candidate: [UInt8]) -> [UInt8]? {
    var borrow: Int16 = 0
    for index in stride(from: 31, through: 0, by: -1) {
      let difference = Int16(orderMinusTwo[index]) - Int16(candidate[index]) - borrow
      borrow = (difference >> 8) & 1
    }
    if borrow != 0 { return nil }
    var scalar = candidate
    var carry: UInt16 = 1
    for index in stride(from: 31, through: 0, by: -1) {
      let sum = UInt16(scalar[index]) + carry
      scalar[index] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }
    return scalar
  }
}
