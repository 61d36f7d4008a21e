import Auditing
import CloudFormation
import Documents
import Foundation
import TestSupport
import Testing

/// The CDK and cfn-lint, as `scripts/cdk` installs them.
private enum CDK {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Python of the environment that `scripts/cdk` makes, where it is the one that is asked for.
  static let python: URL? = {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
    let folder = URL(filePath: environment["AUDIT_CDK"] ?? "\(cache)/audit-cdk")
    let asked = try? Data(contentsOf: root.appending(path: "scripts/cdk-requirements.txt"))
    guard let asked, (try? Data(contentsOf: folder.appending(path: "requirements.txt"))) == asked else { return nil }
    return folder.appending(path: "bin/python3")
  }()

  /// Runs a command of the environment, and gives what it says and its exit code.
  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = python
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": Folders.temporary.path]) { $1 }
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}

/// Apps of the CDK, synthesized by the real one.
@Suite(.enabled(if: CDK.python != nil, "the CDK is not installed: run scripts/cdk"), .serialized)
struct CDKTests {
  private static let folder = Result {
    let folder = Folders.temporary.appending(path: "cdk.out").path
    let app = CDK.root.appending(path: "Tests/CloudFormationTests/Fixtures/app.py").path
    let run = try CDK.run([app, folder])
    try #require(run.status == 0, "\(run.output)")
    return folder
  }

  private func stacks() throws -> [StackSource] {
    try AssemblyFolder(exists: { FileManager.default.fileExists(atPath: $0) }) { path in
      Array(try Data(contentsOf: URL(filePath: path)))
    }.stacks(in: Self.folder.get())
  }

  @Test func `an app becomes declarations, with the keys of its store out of the asset`() throws {
    let document = try TemplateDocument(try stacks())
    let store = try #require(document.declarations.first { $0.selector.type == .keyValueStore })
    #expect(store.selector.id == "shop-dates")
    #expect(store.expect["Items"] == [["Key": "/book", "Value": "2027-04-01"]])
    let guardFunction = try #require(document.declarations.first { $0.selector.type == .cloudFrontFunction })
    #expect(guardFunction.expect.names == ["DEVELOPMENT", "LIVE"])
    #expect(guardFunction.address.hasSuffix("(Shop/Guard/Resource)"))
    #expect(guardFunction.source.file.hasSuffix("/Shop.template.json") && guardFunction.source.line > 1)
    let role = try #require(document.declarations.first { $0.selector.id == "shop-deployer" })
    #expect(
      JSONValue.object(role.expect)["RolePolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"]
        == "s3:ListAllMyBuckets")
    let function = try #require(document.declarations.first { $0.selector.type == .lambdaFunction })
    #expect(function.selector == .init(.lambdaFunction, id: "shop-pictures", region: "us-east-1"))
  }

  @Test func `the version at the edge is followed into the stack that makes it`() throws {
    var stacks = try stacks()
    let before = try TemplateDocument(stacks)
    let site = { (document: TemplateDocument) in
      JSONValue.object(document.declarations.first { $0.selector.type == .distribution }?.expect ?? [:])[
        "DefaultCacheBehavior"]["LambdaFunctionAssociations"][0]
    }
    #expect(site(before) == ["EventType": "origin-request"])
    // Deployed, the other stack knows the version.
    let support = try #require(stacks.firstIndex { $0.region == "us-east-1" })
    let template = try JSONReader.read(stacks[support].bytes)
    var physical: [String: String] = [:]
    for resource in template["Resources"].object ?? [:] {
      physical[resource.name] =
        resource.value["Type"] == "AWS::Lambda::Version"
        ? "arn:aws:lambda:us-east-1:111122223333:function:shop-pictures:4" : resource.name
    }
    stacks[support].physicalIDs = physical
    let after = try TemplateDocument(stacks)
    #expect(site(after)["LambdaFunctionARN"] == "arn:aws:lambda:us-east-1:111122223333:function:shop-pictures:4")
  }

  @Test func `cfn-lint finds no error in the templates that tests read, and in the example`() throws {
    let stack = CDK.root.appending(path: "Tests/EndToEndTests/Fixtures/stack.yaml").path
    let site = try "\(Self.folder.get())/Shop.template.json"
    let lint = try #require(CDK.python).deletingLastPathComponent().appending(path: "cfn-lint").path
    let batch = CDK.root.appending(path: "examples/batch-shards.yaml").path
    let run = try CDK.run([lint, "--ignore-checks", "W", "I", "--", stack, site, batch])
    #expect(run.status == 0, "\(run.output)")
  }

  @Test(arguments: [true, false])
  func `the state machine of the example is one, as cfn-lint reads it within a template`(isWhole: Bool) throws {
    var machine = try String(contentsOf: CDK.root.appending(path: "examples/step-functions-map.json"), encoding: .utf8)
    if !isWhole {
      // A state that neither ends nor leads on, so that it is known that states are looked at.
      machine = machine.replacing("\"End\": true", with: "\"Comment\": \"goes nowhere\"", maxReplacements: 1)
    }
    let template: JSONValue = [
      "Resources": [
        "Map": [
          "Type": "AWS::StepFunctions::StateMachine",
          "Properties": [
            "RoleArn": "arn:aws:iam::111122223333:role/map", "Definition": try JSONReader.read(Array(machine.utf8)),
          ],
        ]
      ]
    ]
    let file = FileManager.default.temporaryDirectory.appending(path: "machine-\(UUID().uuidString).json")
    try Data(JSONWriter().bytes(template)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let lint = try #require(CDK.python).deletingLastPathComponent().appending(path: "cfn-lint").path
    let run = try CDK.run([lint, "--ignore-checks", "W", "I", "--", file.path])
    #expect((run.status == 0) == isWhole, "\(run.output)")
    #expect(isWhole || run.output.contains("E3601"), "\(run.output)")
  }

  @Test(arguments: LoopTests.templates)
  func `loops are written out as cfn-lint does it`(template: String) throws {
    func said(_ text: String) throws -> [String] {
      try Templates.read(text).declarations.map { "\($0.selector) \($0.expect)" }.sorted()
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "loop-\(UUID().uuidString).yaml")
    try Data(template.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let script = CDK.root.appending(path: "Tests/CloudFormationTests/Fixtures/loops.py").path
    let run = try CDK.run([script, file.path])
    try #require(run.status == 0 && !run.output.contains("Fn::ForEach"), "\(run.output)")
    #expect(try said(template) == said(run.output))
  }

  @Test func `the attributes of a type are those that CloudFormation's own schema of it names`() throws {
    let script = """
      import json, sys
      from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as schemas
      json.dump({name: sorted(schemas.get_type_getatts(name, "us-east-1")) for name in sys.argv[1:]}, sys.stdout)
      """
    let types = AttributeTests.types
    let run = try CDK.run(["-c", script] + types.map(\.type.rawValue))
    let known = try JSONReader.read(Array(run.output.utf8))
    for (type, attributes) in types {
      let named = Set((known[type.rawValue].array ?? []).compactMap(\.string))
      #expect(!named.isEmpty, "\(type)")
      // The schema here is of a newer edition.
      let newer = Set(attributes.filter { $0.hasPrefix("MetadataConfiguration.AnnotationTableConfiguration.") })
      #expect(Set(attributes).subtracting(newer) == named.subtracting(newer), "\(type)")
    }
  }
}
