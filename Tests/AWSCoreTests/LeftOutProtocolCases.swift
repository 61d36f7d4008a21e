/// The cases of AWS's protocol tests that are left out, by the reason. A test holds that each of them exists and does not
/// come out right.
enum LeftOutProtocolCases {
  /// Of answers. That no operation has these traits is seen where all operations are compared with botocore.
  static let output: [(reason: String, cases: [String])] = [
    (
      "no operation answers a list in a header",
      [
        "rest-json RestJsonInputAndOutputWithBooleanHeaders", "rest-json RestJsonInputAndOutputWithEnumHeaders",
        "rest-json RestJsonInputAndOutputWithIntEnumHeaders", "rest-json RestJsonInputAndOutputWithNumericHeaders",
        "rest-json RestJsonInputAndOutputWithQuotedStringHeaders", "rest-json RestJsonInputAndOutputWithStringHeaders",
        "rest-json RestJsonInputAndOutputWithTimestampHeaders", "rest-xml InputAndOutputWithBooleanHeaders",
        "rest-xml InputAndOutputWithEnumHeaders", "rest-xml InputAndOutputWithNumericHeaders",
        "rest-xml InputAndOutputWithStringHeaders", "rest-xml InputAndOutputWithTimestampHeaders",
      ]
    ),
    (
      "no operation answers members by the prefix of a header",
      [
        "rest-json HttpPrefixHeadersResponse", "rest-json RestJsonHttpPrefixHeadersArePresent",
        "rest-xml HttpPrefixHeadersAreNotPresent", "rest-xml HttpPrefixHeadersArePresent",
      ]
    ),
    (
      "no operation answers a text of JSON or another medium in a header",
      ["rest-json MediaTypeHeaderOutputBase64"]
    ),
    (
      "no operation answers the status as a member",
      [
        "rest-json RestJsonHttpResponseCode", "rest-json RestJsonHttpResponseCodeWithNoPayload",
        "rest-xml RestXmlHttpResponseCode",
      ]
    ),
    (
      "no operation answers a member as an attribute",
      ["rest-xml XmlAttributes", "rest-xml XmlAttributesOnPayload"]
    ),
    (
      "an empty body is malformed where the operation answers members: never an empty answer",
      [
        "rest-json RestJsonHttpPayloadTraitsWithNoBlobBody", "rest-json RestJsonHttpPayloadWithUnsetUnion",
        "rest-json RestJsonIgnoreQueryParamsInResponseNoPayload", "rest-xml HttpPayloadTraitsWithNoBlobBody",
        "rest-xml RestXmlHttpPayloadWithUnsetUnion",
      ]
    ),
    (
      "a member that no model knows is kept",
      ["json AwsJson11DeserializeIgnoreType", "rest-json RestJsonDeserializeIgnoreType"]
    ),
  ]

  /// Of requests.
  static let input: [(reason: String, cases: [String])] = [
    (
      "no operation has a host of its own",
      [
        "ec2 Ec2QueryEndpointTrait", "ec2 Ec2QueryEndpointTraitWithHostLabel", "json AwsJson11EndpointTrait",
        "json AwsJson11EndpointTraitWithHostLabel", "query AwsQueryEndpointTrait",
        "query AwsQueryEndpointTraitWithHostLabel", "rest-json RestJsonEndpointTrait",
        "rest-json RestJsonEndpointTraitWithHostLabel", "rest-xml RestXmlEndpointTrait",
        "rest-xml RestXmlEndpointTraitWithHostLabel", "rest-xml RestXmlEndpointTraitWithHostLabelAndHttpBinding",
      ]
    ),
    (
      "no request is compressed",
      [
        "ec2 SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query", "ec2 SDKAppliedContentEncoding_ec2Query",
        "json SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1", "json SDKAppliedContentEncoding_awsJson1_1",
        "query SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery", "query SDKAppliedContentEncoding_awsQuery",
        "rest-json SDKAppendedGzipAfterProvidedEncoding_restJson1", "rest-json SDKAppliedContentEncoding_restJson1",
        "rest-xml SDKAppendedGzipAfterProvidedEncoding_restXml", "rest-xml SDKAppliedContentEncoding_restXml",
      ]
    ),
    (
      "a token for idempotency is given, never made up",
      [
        "ec2 Ec2ProtocolIdempotencyTokenAutoFill", "query QueryProtocolIdempotencyTokenAutoFill",
        "rest-json RestJsonQueryIdempotencyTokenAutoFill", "rest-xml QueryIdempotencyTokenAutoFill",
      ]
    ),
    (
      "an endpoint's own path stays as it is where the operation adds nothing",
      ["ec2 Ec2QueryHostWithPath", "json AwsJson11HostWithPath", "query QueryHostWithPath"]
    ),
    (
      "no operation sends a list in a header",
      [
        "rest-json RestJsonInputAndOutputWithBooleanHeaders", "rest-json RestJsonInputAndOutputWithEnumHeaders",
        "rest-json RestJsonInputAndOutputWithIntEnumHeaders", "rest-json RestJsonInputAndOutputWithNumericHeaders",
        "rest-json RestJsonInputAndOutputWithQuotedStringHeaders", "rest-json RestJsonInputAndOutputWithStringHeaders",
        "rest-json RestJsonInputAndOutputWithTimestampHeaders", "rest-json RestJsonNullAndEmptyHeaders",
        "rest-xml InputAndOutputWithBooleanHeaders", "rest-xml InputAndOutputWithEnumHeaders",
        "rest-xml InputAndOutputWithNumericHeaders", "rest-xml InputAndOutputWithStringHeaders",
        "rest-xml InputAndOutputWithTimestampHeaders", "rest-xml NullAndEmptyHeaders",
      ]
    ),
    (
      "no operation sends members by the prefix of a header",
      [
        "rest-json RestJsonHttpPrefixEmptyHeaders", "rest-json RestJsonHttpPrefixHeadersAreNotPresent",
        "rest-json RestJsonHttpPrefixHeadersArePresent", "rest-xml HttpPrefixEmptyHeaders",
        "rest-xml HttpPrefixHeadersAreNotPresent", "rest-xml HttpPrefixHeadersArePresent",
      ]
    ),
    (
      "no operation sends a text of JSON or another medium in a header",
      ["rest-json MediaTypeHeaderInputBase64"]
    ),
    (
      "no operation sends a map in the query",
      [
        "rest-json RestJsonAllQueryStringTypes", "rest-json RestJsonQueryParamsStringListMap",
        "rest-json RestJsonQueryPrecedence", "rest-json RestJsonQueryStringEscaping",
        "rest-json RestJsonQueryStringMap", "rest-json RestJsonSupportsInfinityFloatQueryValues",
        "rest-json RestJsonSupportsNaNFloatQueryValues", "rest-json RestJsonSupportsNegativeInfinityFloatQueryValues",
        "rest-json RestJsonZeroAndFalseQueryValues", "rest-xml RestXmlQueryParamsStringListMap",
        "rest-xml RestXmlQueryPrecedence", "rest-xml RestXmlQueryStringMap",
      ]
    ),
    (
      "checksums are of SHA-256, not MD5",
      ["rest-json RestJsonHttpChecksumRequired"]
    ),
    (
      "no operation sends a map in a form",
      [
        "query QueryComplexQueryMaps", "query QueryFlattenedQueryMaps", "query QueryFlattenedQueryMapsWithXmlName",
        "query QueryNestedStructWithMap", "query QueryQueryMapOfLists", "query QueryQueryMapWithMemberXmlName",
        "query QuerySimpleQueryMaps", "query QuerySimpleQueryMapsWithXmlName",
      ]
    ),
    (
      "no operation sends a list in a form whose entries are not called `member`",
      ["query FlattenedQueryLists", "query QueryFlattenedListArgWithXmlName", "query QueryListArgWithXmlNameMember"]
    ),
    (
      "no operation sends a document type as whole body, or says in a header what the body is",
      ["rest-json DocumentTypeAsPayloadInputString", "rest-json RestJsonTestPayloadBlob"]
    ),
    (
      "an operation that has members to send in the body is not called without any",
      ["rest-json RestJsonHttpWithEmptyStructurePayload", "rest-json RestJsonHttpWithHeadersButNoPayload"]
    ),
    (
      "documents hold no maps, and no lists without an element of their own",
      [
        "rest-xml FlatNestedXmlMapRequest", "rest-xml FlattenedXmlMap", "rest-xml FlattenedXmlMapWithXmlName",
        "rest-xml NestedXmlMapRequest", "rest-xml NestedXmlMapWithXmlNameSerializes",
        "rest-xml RestXmlXmlMapWithXmlNamespace", "rest-xml XmlEnums", "rest-xml XmlIntEnums", "rest-xml XmlMaps",
        "rest-xml XmlMapsXmlName",
      ]
    ),
    (
      "documents have no members that are attributes",
      ["rest-xml XmlAttributes", "rest-xml XmlAttributesOnPayload", "rest-xml XmlAttributesWithEscaping"]
    ),
    (
      "documents have one namespace, that of the service",
      ["rest-xml HttpPayloadWithXmlNamespaceAndPrefix", "rest-xml XmlNamespaces"]
    ),
    (
      "a name means one thing within a document",
      ["rest-xml XmlLists"]
    ),
    (
      "botocore's model of it has other names, and botocore leaves it out as well",
      ["rest-xml BodyWithXmlName"]
    ),
  ]
}
