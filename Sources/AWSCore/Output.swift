import Documents

/// What an operation answered.
public struct Output: Sendable {
  /// The answer in the shape that the AWS CLI prints, members bound to headers included (`ETag`), with CloudFront's
  /// `{Quantity, Items}` wrappers as plain lists.
  public var value: JSONValue
  /// The root element of an XML answer, all of it, for edits that go back; `nil` for other protocols.
  public var element: XMLElement?
  /// The bytes of an answer that is no document: the code of a CloudFront function.
  public var bytes: [UInt8]
  /// The ETag header, byte for byte.
  public var etag: String?
  /// The request id.
  public var requestID: String?

  /// An answer of these parts.
  public init(
    value: JSONValue = .null, element: XMLElement? = nil, bytes: [UInt8] = [], etag: String? = nil,
    requestID: String? = nil
  ) {
    self.value = value
    self.element = element
    self.bytes = bytes
    self.etag = etag
    self.requestID = requestID
  }
}
