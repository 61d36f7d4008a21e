extension Program {
  /// What API Gateway and load balancers put into an event, and CloudFront does not.
  private static let apiGatewayMembers: Set<String> = [
    "requestContext", "httpMethod", "queryStringParameters", "multiValueQueryStringParameters", "pathParameters",
    "multiValueHeaders", "headers", "rawPath", "rawQueryString", "body", "isBase64Encoded",
  ]

  /// Where the code reads the event as API Gateway sends it, `event['httpMethod']`, in a program that never looks for
  /// CloudFront's `Records`; one that knows both serves both.
  var apiGatewayEventReads: [SourcePosition] {
    if tokens.contains(where: { $0.text == "Records" }) { return [] }
    return tokens.indices.compactMap { index in
      guard tokens[index].isWord("event"), !isMember(index) else { return nil }
      let isElement = self[index + 1].isPunctuator("[") && self[index + 3].isPunctuator("]")
      guard isElement || self[index + 1].isPunctuator(".") else { return nil }
      let key = self[index + 2]
      guard Self.apiGatewayMembers.contains(key.text), isElement == (key.kind == .string) else { return nil }
      return key.position
    }
  }
}
