import AWSCore
import AWSServices
import Auditing
import Documents
import Foundation
import Schema

/// Reads stacks as they are deployed.
public struct StackReader: Sendable {
  private let client: Client
  private let region: String

  /// A reader that asks in a region, unless the name of a stack is an ARN, which says its own.
  public init(_ client: Client, region: String) {
    self.client = client
    self.region = region
  }

  /// The operations that it calls.
  public static let operations = [
    CloudFormation.describeStacks, CloudFormation.getTemplate, CloudFormation.listStackResources,
  ]

  /// A stack, with those nested in it.
  ///
  /// - Throws: ``StackError`` where there is none, or where it is not in a state in which it is what its template says.
  public func stack(_ name: String) async throws(StackError) -> StackSource {
    try await stack(name, below: 0)
  }

  private func stack(_ name: String, below depth: Int) async throws(StackError) -> StackSource {
    let place = ARN(name)?.region ?? region
    let input: JSONObject = ["StackName": .string(name)]
    let description = try await call(CloudFormation.describeStacks, input, place, name)["Stacks"][0]
    let id = description["StackId"].string ?? name
    let title = description["StackName"].string ?? name
    let status = description["StackStatus"].string ?? ""
    guard StackStatus.isSettled(status) else { throw StackError(unsettled: title, status: status, in: place) }
    let answer = try await call(
      CloudFormation.getTemplate, ["StackName": .string(id), "TemplateStage": "Processed"], place, title)
    let body = answer["TemplateBody"]
    let text = body.string ?? JSONWriter(.pretty).string(body)
    var source = StackSource(file: "stack:\(title)", bytes: Array(text.utf8), region: place)
    source.id = id
    source.name = title
    source.account = ARN(id)?.account
    source.deployed = Self.seconds(description["LastUpdatedTime"].string ?? description["CreationTime"].string)
    for parameter in description["Parameters"].array ?? [] {
      guard let key = parameter["ParameterKey"].string else { continue }
      source.parameters[key] = parameter["ResolvedValue"].string ?? parameter["ParameterValue"].string
    }
    for output in description["Outputs"].array ?? [] {
      guard let key = output["OutputKey"].string else { continue }
      source.outputs[key] = output["OutputValue"].string
    }
    var physical: [String: String] = [:]
    for resource in try await items(CloudFormation.listStackResources, ["StackName": .string(id)], place, title) {
      guard let key = resource["LogicalResourceId"].string, let value = resource["PhysicalResourceId"].string,
        !value.isEmpty, resource["ResourceStatus"].string?.hasPrefix("DELETE_COMPLETE") != true
      else { continue }
      physical[key] = value
      // Nested stacks may be nested again, to a depth that nobody uses.
      if resource["ResourceType"] == "AWS::CloudFormation::Stack", depth < 8 {
        source.nested[key] = try await stack(value, below: depth + 1)
      }
    }
    source.physicalIDs = physical
    return source
  }

  /// What AWS says of what templates left open, as far as it may be asked.
  public func facts(for questions: StackQuestions) async throws(StackError) -> StackFacts {
    var facts = StackFacts()
    for region in questions.exports.sorted() {
      for export in try await items(CloudFormation.listExports, [:], region, "exports") {
        guard let name = export["Name"].string else { continue }
        facts.exports[region, default: [:]][name] = export["Value"].string
      }
    }
    for (region, names) in Dictionary(grouping: questions.parameters, by: \.region).sorted(by: { $0.key < $1.key }) {
      let names = names.map(\.name).sorted()
      for start in stride(from: 0, to: names.count, by: 10) {
        let some = Array(names[start..<min(start + 10, names.count)])
        facts.parameters.merge(try await parameters(some, in: region)) { $1 }
      }
    }
    let stores = Set(questions.members.filter { $0.resource.type == .keyValueStore }.map(\.resource))
    for store in stores.sorted() {
      // A store that is not there is drift, and said as such.
      guard
        let answer = try? await client.call(CloudFront.describeKeyValueStore, ["Name": .string(store.id)]).value
      else { continue }
      let members = answer["KeyValueStore"].isNull ? answer : answer["KeyValueStore"]
      for member in questions.members where member.resource == store { facts.members[member] = members[member.name] }
    }
    return facts
  }

  /// What SSM says of at most ten parameters of a region. Secure strings are never decrypted, nor kept.
  private func parameters(
    _ names: [String], in region: String
  ) async throws(StackError) -> [ParameterName: ParameterAnswer] {
    let answer: JSONValue
    do {
      answer = try await client.call(
        SSM.getParameters, ["Names": .array(names.map(JSONValue.string))], region: region
      ).value
    } catch {
      let isDenied = ["AccessDenied", "AccessDeniedException"].contains(error.code)
      if isDenied { return Dictionary(uniqueKeysWithValues: names.map { (.init(region: region, name: $0), .denied) }) }
      // One name that is none spoils those beside it.
      guard error.code == "ValidationException" else { throw StackError(error, stack: "", in: region) }
      guard names.count > 1 else { return [.init(region: region, name: names[0]): .missing] }
      var each: [ParameterName: ParameterAnswer] = [:]
      for name in names { each.merge(try await parameters([name], in: region)) { $1 } }
      return each
    }
    var known = Dictionary(
      uniqueKeysWithValues: names.map { (ParameterName(region: region, name: $0), ParameterAnswer.missing) })
    for parameter in answer["Parameters"].array ?? [] {
      // A version that was asked for comes back as the selector.
      let name = (parameter["Name"].string ?? "") + (parameter["Selector"].string ?? "")
      if parameter["Type"] == "SecureString" {
        known[.init(region: region, name: name)] = .secret
      } else if let value = parameter["Value"].string {
        let date = parameter["LastModifiedDate"]
        known[.init(region: region, name: name)] = .value(value, since: date.double ?? Self.seconds(date.string))
      }
    }
    return known
  }

  /// The seconds since 1970 of a time as AWS writes it; `nil` where it is none.
  private static func seconds(_ text: String?) -> Double? {
    let styles = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), .iso8601]
    return text.flatMap { text in styles.lazy.compactMap { try? $0.parse(text) }.first?.timeIntervalSince1970 }
  }

  private func call(
    _ operation: AWSCore.Operation, _ input: JSONObject, _ region: String, _ stack: String
  ) async throws(StackError) -> JSONValue {
    do {
      return try await client.call(operation, input, region: region).value
    } catch {
      throw StackError(error, stack: stack, in: region)
    }
  }

  private func items(
    _ operation: AWSCore.Operation, _ input: JSONObject, _ region: String, _ stack: String
  ) async throws(StackError) -> [JSONValue] {
    do {
      return try await client.items(operation, input, region: region)
    } catch {
      throw StackError(error, stack: stack, in: region)
    }
  }
}

/// Why a stack cannot be read, and what to do.
public struct StackError: Error, Sendable, CustomStringConvertible {
  /// The reason, in a sentence or two.
  public let description: String
  /// What AWS answered; `nil` where the stack was read.
  public let cause: ServiceError?

  init(unsettled name: String, status: String, in region: String) {
    cause = nil
    description = "The stack \(name) in \(region) is \(status). \(StackStatus.advice(status))"
  }

  init(_ error: ServiceError, stack: String, in region: String) {
    cause = error
    if error.code == "ValidationError", error.message.contains("does not exist") {
      description =
        "There is no stack \(stack) in \(region). Give its region with --region, or its ARN, which says it."
    } else if ["AccessDenied", "AccessDeniedException"].contains(error.code) {
      description =
        "\(error.description)\nTo read stacks takes cloudformation:DescribeStacks, cloudformation:GetTemplate and "
        + "cloudformation:ListStackResources, and cloudformation:ListExports where a template imports values."
    } else {
      description = error.description
    }
  }
}
