/// A part of the event that a handler gets.
///
/// CloudFront Developer Guide, "Lambda@Edge event structure" and "CloudFront Functions event structure".
enum EventPart: Hashable {
  // Lambda@Edge.
  case event, records, record, cf, config
  // Both.
  case request, response
  case requestHeaders, responseHeaders
  /// A header: a list in Lambda@Edge, an object in CloudFront Functions.
  case requestHeader, responseHeader
  /// An element of a header's list.
  case headerEntry
  case body, origin, originPart
  // CloudFront Functions.
  case functionEvent, context, viewer, queryString, cookies, responseCookies, valueEntry

  /// What a member of a part is.
  enum Member {
    case part(EventPart)
    case text
    case truth
    case number
    case status
    case undefined
    /// A member that may be there, such as a header.
    case optionalPart(EventPart)
    case optionalText
    /// Something that CloudFront does not send.
    case unknown
  }

  func member(_ name: String, isFunction: Bool) -> Member {
    switch self {
    case .event: name == "Records" ? .part(.records) : .unknown
    case .records: name == "0" ? .part(.record) : name == "length" ? .number : .undefined
    case .record: name == "cf" ? .part(.cf) : .undefined
    case .cf:
      switch name {
      case "config": .part(.config)
      case "request": .part(.request)
      case "response": .part(.response)
      default: .undefined
      }
    case .config:
      ["distributionDomainName", "distributionId", "eventType", "requestId"].contains(name) ? .text : .undefined
    case .request:
      switch name {
      case "method", "uri": .text
      case "clientIp": isFunction ? .undefined : .text
      case "querystring": isFunction ? .part(.queryString) : .text
      case "headers": .part(.requestHeaders)
      case "cookies": isFunction ? .part(.cookies) : .undefined
      case "body": isFunction ? .undefined : .optionalPart(.body)
      case "origin": isFunction ? .undefined : .optionalPart(.origin)
      default: .undefined
      }
    case .response:
      switch name {
      case "status": isFunction ? .undefined : .status
      case "statusCode": isFunction ? .status : .undefined
      case "statusDescription": .text
      case "headers": .part(.responseHeaders)
      case "cookies": isFunction ? .part(.responseCookies) : .undefined
      case "body": .optionalText
      default: .undefined
      }
    case .requestHeaders: .optionalPart(.requestHeader)
    case .responseHeaders: .optionalPart(.responseHeader)
    case .requestHeader, .responseHeader:
      if isFunction {
        name == "value" ? .text : name == "multiValue" ? .unknown : .undefined
      } else {
        name == "0" ? .part(.headerEntry) : name == "length" ? .number : .optionalPart(.headerEntry)
      }
    case .headerEntry: name == "key" || name == "value" ? .text : .undefined
    case .body:
      switch name {
      case "data", "action", "encoding": .text
      case "inputTruncated": .truth
      default: .undefined
      }
    case .origin: name == "custom" || name == "s3" ? .optionalPart(.originPart) : .undefined
    case .originPart: name == "customHeaders" ? .part(.requestHeaders) : .optionalText
    case .functionEvent:
      switch name {
      case "version": .text
      case "context": .part(.context)
      case "viewer": .part(.viewer)
      case "request": .part(.request)
      case "response": .part(.response)
      default: .unknown
      }
    case .context: .text
    case .viewer: name == "ip" ? .text : .undefined
    case .queryString, .cookies, .responseCookies: .optionalPart(.valueEntry)
    case .valueEntry: name == "value" || name == "attributes" ? .text : name == "multiValue" ? .unknown : .undefined
    }
  }

  /// Whether its members have names that are not known beforehand.
  var isTable: Bool {
    switch self {
    case .requestHeaders, .responseHeaders, .queryString, .cookies, .responseCookies: true
    default: false
    }
  }

  func isList(isFunction: Bool) -> Bool {
    self == .records || (!isFunction && (self == .requestHeader || self == .responseHeader))
  }

  /// The names of its members, where they are known.
  func names(isFunction: Bool) -> [String] {
    switch self {
    case .event: ["Records"]
    case .record: ["cf"]
    case .cf: ["config", "request", "response"]
    case .config: ["distributionDomainName", "distributionId", "eventType", "requestId"]
    case .request:
      isFunction
        ? ["method", "uri", "querystring", "headers", "cookies"]
        : ["clientIp", "method", "uri", "querystring", "headers", "body", "origin"]
    case .response:
      isFunction
        ? ["statusCode", "statusDescription", "headers", "cookies"] : ["status", "statusDescription", "headers"]
    case .headerEntry: ["key", "value"]
    case .body: ["inputTruncated", "action", "encoding", "data"]
    case .origin: ["custom", "s3"]
    case .functionEvent: ["version", "context", "viewer", "request", "response"]
    case .context: ["distributionDomainName", "distributionId", "eventType", "requestId"]
    case .viewer: ["ip"]
    default: []
    }
  }
}
