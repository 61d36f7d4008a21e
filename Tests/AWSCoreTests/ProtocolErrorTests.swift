import AWSCore
import Documents
import Testing
import Transport

@Suite struct `Reading errors` {
  @Test func `CloudFront and IAM wrap the error`() {
    let error = failure(
      of: TestOperations.xml, status: 404,
      """
      <ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type>
      <Code>NoSuchDistribution</Code><Message>The distribution was not found.</Message></Error>
      <RequestId>11aa</RequestId></ErrorResponse>
      """)
    #expect(
      error
        == ServiceError(
          operation: "cloudfront:GetThing", resource: "thing", region: "us-east-1", category: .notFound, status: 404,
          code: "NoSuchDistribution", message: "The distribution was not found.", requestID: "11aa"))
  }

  @Test func `EC2 wraps it twice`() {
    let error = failure(
      of: TestOperations.ec2, status: 403,
      """
      <Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>not authorized</Message></Error></Errors>
      <RequestID>66ff</RequestID></Response>
      """)
    #expect(error?.code == "UnauthorizedOperation")
    #expect(error?.category == .accessDenied)
    #expect(error?.requestID == "66ff")
  }

  @Test func `S3 does not wrap it, and says where the bucket is`() {
    let moved =
      "<Error><Code>PermanentRedirect</Code><Message>m</Message><Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint></Error>"
    let byHeader = failure(of: TestOperations.policy, status: 301, headers: ["x-amz-bucket-region": "eu-west-3"], moved)
    #expect(byHeader?.redirectRegion == "eu-west-3")
    #expect(byHeader?.code == "PermanentRedirect")
    #expect(failure(of: TestOperations.policy, status: 301, moved)?.redirectRegion == "eu-west-1")
    let malformed =
      "<Error><Code>AuthorizationHeaderMalformed</Code><Message>m</Message><Region>eu-west-1</Region></Error>"
    #expect(failure(of: TestOperations.policy, status: 400, malformed)?.redirectRegion == "eu-west-1")
    #expect(failure(of: TestOperations.policy, status: 400, malformed, region: "eu-west-1")?.redirectRegion == nil)
    #expect(failure(of: TestOperations.xml, status: 400, malformed)?.redirectRegion == nil)
  }

  @Test func `A HEAD has no body`() {
    let error = failure(
      of: TestOperations.head, status: 307, headers: ["x-amz-bucket-region": "eu-west-1", "x-amz-request-id": "r4"])
    #expect(error?.redirectRegion == "eu-west-1")
    #expect(error?.code == "307")
    #expect(error?.requestID == "r4")
    #expect(failure(of: TestOperations.head, status: 403)?.category == .accessDenied)
    #expect(failure(of: TestOperations.head, status: 404)?.category == .notFound)
  }

  @Test func `REST JSON names it in a header, else in the body`() {
    let headers: HTTPHeaders = ["x-amzn-ErrorType": "ConflictException:http://internal.amazon.com/coral/"]
    let error = failure(of: TestOperations.json, status: 409, headers: headers, #"{"message":"etag does not match"}"#)
    #expect(error?.code == "ConflictException")
    #expect(error?.message == "etag does not match")
    #expect(error?.category == .conflict)
    let body = failure(
      of: TestOperations.json, status: 404, #"{"__type":"ResourceNotFoundException","Message":"gone"}"#)
    #expect(body?.code == "ResourceNotFoundException")
    #expect(body?.message == "gone")
    #expect(body?.category == .notFound)
  }

  @Test func `JSON 1.1 names it in the body, else in a header`() {
    let body = #"{"__type":"com.amazonaws.logs#ResourceNotFoundException","message":"log group missing"}"#
    let error = failure(of: TestOperations.target, status: 400, headers: ["x-amzn-ErrorType": "Other"], body)
    #expect(error?.code == "ResourceNotFoundException")
    #expect(error?.category == .notFound)
    let header = failure(
      of: TestOperations.target, status: 400, headers: ["x-amzn-errortype": "AccessDeniedException"], "{}")
    #expect(header?.code == "AccessDeniedException")
    #expect(header?.category == .accessDenied)
  }

  @Test(arguments: ["", "<html><body>Bad<br></body></html>", "<html><body/></html>", "upstream failed", "{", "[]"])
  func `Where the body says nothing, the status does`(body: String) {
    for operation in [TestOperations.xml, TestOperations.json, TestOperations.query, TestOperations.target] {
      let error = failure(of: operation, status: 503, body)
      #expect(error?.category == .serviceFault)
      #expect(error?.code == "503")
      #expect(error?.message == "Service Unavailable")
    }
  }

  @Test(
    arguments: [
      ("Throttling", 400, .throttled), ("ThrottlingException", 400, .throttled), ("SlowDown", 503, .throttled),
      ("TooManyRequestsException", 429, .throttled), ("RequestLimitExceeded", 503, .throttled),
      ("ExpiredToken", 400, .unauthenticated), ("ExpiredTokenException", 403, .unauthenticated),
      ("SignatureDoesNotMatch", 403, .unauthenticated), ("InvalidSignatureException", 400, .unauthenticated),
      ("InvalidClientTokenId", 403, .unauthenticated), ("UnrecognizedClientException", 400, .unauthenticated),
      ("MissingAuthenticationTokenException", 403, .unauthenticated), ("UnauthorizedException", 401, .unauthenticated),
      ("AccessDenied", 403, .accessDenied), ("AccessDeniedException", 400, .accessDenied),
      ("NoSuchEntity", 404, .notFound), ("NoSuchBucketPolicy", 404, .notFound), ("EntityNotFound", 404, .notFound),
      ("PreconditionFailed", 412, .conflict), ("InvalidIfMatchVersion", 400, .conflict),
      ("ResourceConflictException", 409, .conflict), ("OperationAbortedException", 400, .conflict),
      ("LimitExceeded", 409, .invalidRequest), ("LimitExceededException", 400, .invalidRequest),
      ("TooManyFunctionAssociations", 400, .invalidRequest), ("CNAMEAlreadyExists", 409, .invalidRequest),
      ("StagingDistributionInUse", 409, .invalidRequest),
      ("ServiceQuotaExceededException", 402, .invalidRequest), ("TestFunctionFailed", 500, .invalidRequest),
      ("IDPCommunicationError", 400, .serviceFault), ("ServiceUnavailable", 503, .serviceFault),
      ("InternalFailure", 500, .serviceFault), ("Whatever", 409, .conflict), ("Whatever", 500, .serviceFault),
      ("Whatever", 429, .throttled), ("Whatever", 400, .invalidRequest),
    ] as [(String, Int, ServiceError.Category)])
  func `Codes are classified`(code: String, status: Int, category: ServiceError.Category) {
    let body = "<ErrorResponse><Error><Code>\(code)</Code></Error></ErrorResponse>"
    #expect(failure(of: TestOperations.query, status: status, body)?.category == category)
  }
}
