import Auditing
import Documents

/// The templates in a folder that a tool wrote: `cdk.out`, or `.serverless`.
///
/// <https://docs.aws.amazon.com/cdk/v2/guide/deploy.html>, "How cloud assemblies work"
public struct AssemblyFolder {
  private let read: (_ path: String) throws -> [UInt8]
  private let exists: (_ path: String) -> Bool

  /// A reader of folders.
  ///
  /// - Parameters:
  ///   - exists: Whether there is a file.
  ///   - read: The bytes of a file.
  public init(exists: @escaping (_ path: String) -> Bool, read: @escaping (_ path: String) throws -> [UInt8]) {
    self.exists = exists
    self.read = read
  }

  /// The stacks of a folder.
  ///
  /// - Throws: ``FileIssues`` where it is none of the two, and whatever reading throws.
  public func stacks(in folder: String) throws -> [StackSource] {
    let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    if exists("\(folder)/manifest.json") {
      var stacks = try cdk(folder, depth: 0)
      for index in stacks.indices { stacks[index].folder = folder }
      return stacks
    }
    for name in ["cloudformation-template-update-stack.json", "cloudformation-template-create-stack.json"]
    where exists("\(folder)/\(name)") { return [try serverless("\(folder)/\(name)", folder)] }
    throw FileIssues(issues: [
      FileIssue(
        SourceMark(file: folder, line: 1),
        "The folder holds neither manifest.json, as `cdk synth` writes it, nor cloudformation-template-update-stack.json, "
          + "as `serverless package` does.")
    ])
  }

  private func serverless(_ path: String, _ folder: String) throws -> StackSource {
    var source = StackSource(file: path, bytes: try read(path))
    if exists("\(folder)/serverless-state.json") {
      let service = try JSONReader.read(read("\(folder)/serverless-state.json"))["service"]
      let provider = service["provider"]
      source.region = provider["region"].string
      source.name = provider["stackName"].string
      if source.name == nil, let name = service["service"].string, let stage = provider["stage"].string {
        source.name = "\(name)-\(stage)"
      }
    }
    return source
  }

  private func cdk(_ folder: String, depth: Int) throws -> [StackSource] {
    let manifest = try JSONReader.read(read("\(folder)/manifest.json"))
    let missing = (manifest["missing"].array ?? []).map { $0["key"].string ?? $0["provider"].string ?? "a value" }
    guard missing.isEmpty else {
      throw FileIssues(issues: [
        FileIssue(
          SourceMark(file: "\(folder)/manifest.json", line: 1),
          "The app has not looked up \(missing.prefix(5).joined(separator: ", "))"
            + (missing.count > 5 ? " and \(missing.count - 5) more" : "")
            + ", and dummy values stand in their place: run `cdk synth` where it may look them up.")
      ])
    }
    var stacks: [StackSource] = []
    for artifact in manifest["artifacts"].object ?? [:] {
      let properties = artifact.value["properties"]
      switch artifact.value["type"].string {
      case "aws:cloudformation:stack":
        guard let file = properties["templateFile"].string else { continue }
        let assets = try assets(folder, artifact.name, manifest)
        var source = try self.source(folder, file, assets, depth: 0)
        source.name = properties["stackName"].string ?? artifact.name
        let place = (artifact.value["environment"].string ?? "").split(separator: "/").map(String.init)
        source.account = place.dropFirst().first.flatMap { $0.hasPrefix("unknown") ? nil : $0 }
        source.region = place.dropFirst(2).first.flatMap { $0.hasPrefix("unknown") ? nil : $0 }
        for parameter in properties["parameters"].object ?? [:] {
          source.parameters[parameter.name] = parameter.value.string
        }
        var metadata = artifact.value["metadata"].object ?? [:]
        if let file = artifact.value["additionalMetadataFile"].string {
          metadata = metadata.merging(try JSONReader.read(read("\(folder)/\(file)")).object ?? [:])
        }
        source.add(metadata)
        for id in source.nested.keys {
          source.nested[id]?.account = source.account
          source.nested[id]?.region = source.region
        }
        stacks.append(source)
      case "cdk:cloud-assembly":
        // A stage of the app, in a folder of its own.
        guard depth < 8, let directory = properties["directoryName"].string else { continue }
        stacks += try cdk("\(folder)/\(directory)", depth: depth + 1)
      default: break
      }
    }
    return stacks
  }

  private func source(_ folder: String, _ file: String, _ assets: [String: [UInt8]], depth: Int) throws -> StackSource {
    var source = StackSource(file: "\(folder)/\(file)", bytes: try read("\(folder)/\(file)"))
    source.assets = assets
    guard depth < 8, let resources = try? JSONReader.read(source.bytes)["Resources"].object else { return source }
    for resource in resources where resource.value["Type"] == "AWS::CloudFormation::Stack" {
      guard let path = resource.value["Metadata"]["aws:asset:path"].string, exists("\(folder)/\(path)") else {
        continue
      }
      source.nested[resource.name] = try self.source(folder, path, assets, depth: depth + 1)
    }
    return source
  }

  /// The small files that go to the bucket of assets, by their keys there.
  private func assets(_ folder: String, _ stack: String, _ manifest: JSONValue) throws -> [String: [UInt8]] {
    var assets: [String: [UInt8]] = [:]
    let file = manifest["artifacts"]["\(stack).assets"]["properties"]["file"].string ?? "\(stack).assets.json"
    guard exists("\(folder)/\(file)") else { return [:] }
    for asset in try JSONReader.read(read("\(folder)/\(file)"))["files"].object ?? [:] {
      guard asset.value["source"]["packaging"] == "file", let path = asset.value["source"]["path"].string,
        path.hasSuffix(".json"), !path.hasSuffix(".template.json"), exists("\(folder)/\(path)")
      else { continue }
      for destination in (asset.value["destinations"].object ?? [:]).values {
        guard let key = destination["objectKey"].string?.split(separator: "/").last else { continue }
        assets[String(key)] = try read("\(folder)/\(path)")
      }
    }
    return assets
  }
}

extension StackSource {
  /// Takes the paths of constructs out of metadata; those of nested stacks belong to them.
  fileprivate mutating func add(_ metadata: JSONObject) {
    for entry in metadata {
      for datum in entry.value.array ?? [] where datum["type"] == "aws:cdk:logicalId" {
        guard let id = datum["data"].string else { continue }
        let path = String(entry.name.drop { $0 == "/" })
        constructs[id] = path
        for nested in nested.keys { self.nested[nested]?.constructs[id] = path }
      }
    }
  }
}
