/// The parts of a key value store's ARN that lead to its data.
struct KeyValueStoreARN {
  let account: String

  /// - Throws: ``EndpointError`` where this is no ARN of a key value store in the partition `aws`.
  init(_ text: String) throws(EndpointError) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn" else {
      throw EndpointError(.invalid, "'\(text)' is no ARN; the data of a key value store is addressed by its ARN")
    }
    guard parts[2] == "cloudfront", parts[3].isEmpty, parts[5].hasPrefix("key-value-store/"),
      parts[5].utf8.count > "key-value-store/".utf8.count
    else {
      throw EndpointError(.invalid, "'\(text)' is no ARN of a CloudFront key value store")
    }
    guard parts[1] == "aws" else {
      throw EndpointError(.notAvailable, "key value stores do not exist in the partition '\(parts[1])'")
    }
    guard parts[4].utf8.count == 12, parts[4].utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
      throw EndpointError(.invalid, "'\(text)' names no account of 12 digits")
    }
    account = String(parts[4])
  }
}
