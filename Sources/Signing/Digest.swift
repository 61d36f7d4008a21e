import CLibCrypto

/// Hashes, by libcrypto.
public enum Digest {
  /// The SHA-256 of these bytes: 32 bytes.
  public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    guard let hash = digest(bytes, sha256Algorithm, length: 32) else {
      // No input leads here, only an OpenSSL without its own algorithms; a hash made up instead would sign wrongly.
      preconditionFailure("libcrypto has no SHA-256: the installation of OpenSSL is broken")
    }
    return hash
  }

  /// The SHA-256 of these bytes as 64 lower-case hexadecimal digits.
  public static func sha256Hex(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? emptySHA256Hex : hex(sha256(bytes))
  }

  /// The SHA-1 of these bytes as 40 lower-case hexadecimal digits; only for names that others have fixed, such as the
  /// files of the AWS CLI's token cache. `nil` where the host's policy forbids SHA-1.
  public static func sha1Hex(_ bytes: [UInt8]) -> String? {
    digest(bytes, EVP_sha1(), length: 20).map(hex)
  }

  /// The HMAC-SHA-256 of these bytes: 32 bytes.
  ///
  /// Follows RFC 2104. libcrypto's own looks for its algorithms anew each time, which takes longer than the hashes.
  public static func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    let key = key.count > 64 ? sha256(key) : key
    let block = key + repeatElement(0, count: 64 - key.count)
    return sha256(block.map { $0 ^ 0x5C } + sha256(block.map { $0 ^ 0x36 } + bytes))
  }

  /// Lower-case hexadecimal digits, two a byte.
  public static func hex(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      for (index, byte) in bytes.enumerated() {
        buffer[index * 2] = hexDigit(byte >> 4)
        buffer[index * 2 + 1] = hexDigit(byte & 15)
      }
      return bytes.count * 2
    }
  }

  /// Looked up once: `EVP_sha256` is looked up for each hash.
  nonisolated(unsafe) private static let sha256Algorithm = EVP_MD_fetch(nil, "SHA256", nil)

  private static let emptySHA256Hex = hex(sha256([]))

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  private static func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?, length: Int) -> [UInt8]? {
    let hash = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      var written: UInt32 = 0
      let done = EVP_Digest(bytes, bytes.count, buffer.baseAddress, &written, algorithm, nil)
      count = done == 1 ? Int(written) : 0
    }
    return hash.count == length ? hash : nil
  }
}
