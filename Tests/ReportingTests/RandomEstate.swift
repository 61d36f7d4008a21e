import Documents
import Estate
import Foundation
import Schema
import TestSupport

/// Estates of some size with something wrong, something shared and something that was not read.
enum RandomEstate {
  static let account = "111122223333"
  static let time = Date(timeIntervalSince1970: 1_795_000_000)

  static let baseline = """
    resources:
      - {type: AWS::CloudFront::Distribution, id: E1, expect: {Enabled: true}}
      - {type: AWS::CloudFront::Distribution, id: E999, expect: {Enabled: true}}
      - {type: AWS::CloudFront::Function, id: function-1, absent: true}
    """

  static func make(_ random: inout SeededRandom) -> Estate {
    var estate = Estate(
      account: account, regions: ["eu-west-1", "us-east-1"], coverage: RequiredAttributes.everything.groups)
    let functions = random.number(below: 4) + 1
    for number in 0..<functions {
      estate.add(
        Resource(
          reference: reference(.cloudFrontFunction, "function-\(number)"),
          properties: ["Name": .string("function-\(number)")]))
    }
    for number in 0..<(random.number(below: 20) + 1) {
      let id = "E\(number)"
      let isOpen = random.number(below: 2) == 0
      estate.add(
        Resource(
          reference: reference(.distribution, id),
          properties: [
            "Id": .string(id), "Enabled": .bool(random.number(below: 3) > 0), "Aliases": [.string("\(id).example.com")],
            "DefaultCacheBehavior": [
              "ViewerProtocolPolicy": .string(isOpen ? "allow-all" : "https-only"),
              "Compress": .bool(random.number(below: 2) == 0), "LambdaFunctionAssociations": [],
              "FunctionAssociations": [
                [
                  "EventType": "viewer-request",
                  "FunctionARN": .string(
                    "arn:aws:cloudfront::\(account):function/function-\(random.number(below: functions + 1))"),
                ]
              ],
            ],
            "CacheBehaviors": [],
            "Origins": [["Id": "o", "DomainName": .string("bucket-\(number % 3).s3.amazonaws.com")]],
            "ViewerCertificate": ["MinimumProtocolVersion": .string(isOpen ? "TLSv1" : "TLSv1.2_2021")],
          ]))
      if random.number(below: 6) == 0 { estate.addGap(gap(on: reference(.distribution, id), hides: [])) }
    }
    for number in 0..<3 where random.number(below: 3) > 0 {
      estate.add(
        Resource(reference: reference(.bucket, "bucket-\(number)"), properties: ["Name": .string("bucket-\(number)")]))
    }
    for number in 0..<random.number(below: 10) {
      let region = number % 2 == 0 ? "eu-west-1" : "us-east-1"
      estate.add(
        Resource(
          reference: ResourceReference(
            type: .logGroup, id: "/aws/lambda/us-east-1.edge-\(number / 2)", account: account, region: region),
          properties: ["retentionInDays": number % 3 == 0 ? .null : 30]))
    }
    if random.number(below: 4) == 0 { estate.addGap(gap(on: reference(.cachePolicy, "*"), hides: [.cachePolicy])) }
    estate.sort()
    return estate
  }

  private static func reference(_ type: ResourceType, _ id: String) -> ResourceReference {
    ResourceReference(type: type, id: id, account: account)
  }

  private static func gap(on resource: ResourceReference, hides: [ResourceType]) -> Gap {
    let group = resource.type.schema.groups.last.map(\.name) ?? ""
    return Gap(
      operation: "cloudfront:\(group)", resource: resource, group: group, code: "AccessDenied", message: "denied",
      advice: "Allow it.", hides: hides)
  }
}
