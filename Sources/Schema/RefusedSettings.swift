import Documents

extension JSONValue {
  /// What CloudFront refuses of the settings of a behaviour, each with its place and why. What is not said is not refused.
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-include-body-access.html> and
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-using-grpc.html>
  public var refusedSettingsOfBehavior: [(place: DocumentPath, reason: String)] {
    var refused: [(place: DocumentPath, reason: String)] = []
    for association in self["LambdaFunctionAssociations"].array ?? [] {
      guard association["IncludeBody"] == true, let event = association["EventType"].string,
        event.hasSuffix("-response")
      else { continue }
      refused.append(
        (
          DocumentPath("LambdaFunctionAssociations").element(event).member("IncludeBody"),
          "CloudFront hands the body of a request to functions at viewer-request and origin-request alone, and takes no "
            + "IncludeBody at \(event)."
        ))
    }
    if self["GrpcConfig"]["Enabled"] == true, let methods = self["AllowedMethods"]["Items"].array,
      methods.allSatisfy({ $0.string != nil }), !methods.contains("POST")
    {
      refused.append(
        (
          DocumentPath("GrpcConfig.Enabled"),
          "CloudFront takes gRPC only where AllowedMethods has POST, so all of GET, HEAD, OPTIONS, PUT, POST, PATCH and "
            + "DELETE."
        ))
    }
    return refused
  }
}
