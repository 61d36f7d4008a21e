import Documents
import Foundation

/// What an operation answered.
public struct Output: Sendable {
  /// The answer in the shape that the AWS CLI prints, members bound to headers included (`ETag`), with CloudFront's
  /// `{Quantity, Items}` wrappers as plain lists.
  public var value: JSONValue
  /// The body as it came: the code of a CloudFront function, or the document that a repair edits and sends back.
  public var bytes: [UInt8]
  /// The ETag header, byte for byte.
  public var etag: String?
  /// The request id.
  public var requestID: String?
  /// When it was given, by the service's own clock: the `Date` header, in whole seconds.
  public var date: Date?

  /// An answer of these parts.
  public init(
    value: JSONValue = .null, bytes: [UInt8] = [], etag: String? = nil, requestID: String? = nil, date: Date? = nil
  ) {
    self.value = value
    self.bytes = bytes
    self.etag = etag
    self.requestID = requestID
    self.date = date
  }
}
