import Documents
import Foundation
import Testing

/// The commands that engines run in the containers of the examples, behind the entry point of the image, on the emulator's
/// organization: each shard writes its report, and the merge finds all of them.
@Suite(.needsPython) struct EngineExampleTests {
  /// A command of a container, with what the engine sets.
  private struct Container {
    var command: [String]
    var environment: [String: String] = [:]
  }

  @Test(arguments: ["AWS Batch", "Kubernetes", "Step Functions"])
  func `shards and their merge run as the engine would run them`(engine: String) async throws {
    let hub = try await AccountCommandTests.hub.value
    let folder = try Folder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("reports"), withIntermediateDirectories: false)
    // What is left of another day counts for none of them.
    try folder.write("{}", to: "reports/yesterday-shard-0.json")
    try folder.write(
      """
      - {id: "400000000000", name: hub}
      - {id: "\(hub.member("books"))", name: books, role: \(hub.role)}
      """, to: "accounts.yaml")
    let (shards, merge) =
      switch engine {
      case "AWS Batch": try await Self.batch(role: hub.role)
      case "Kubernetes": try await Self.kubernetes()
      default: try await Self.stepFunctions(role: hub.role)
      }
    #expect(shards.count > 1)
    for shard in shards {
      let run = try await Self.run(shard, hub.environment, folder)
      // What is wrong, or a member that does not let the hub in; bad usage would leave no report.
      #expect([0, 1, 2].contains(run.status), "\(shard.command): \(run.errors)")
      #expect(!run.errors.contains("Usage:"), "\(shard.command): \(run.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/reports").count == shards.count + 1)
    let run = try await Self.run(merge, [:], folder)
    #expect(run.output.contains("wrong"), "\(run.errors)")
    #expect(!run.output.contains("is missing") && !run.errors.contains("Usage:"), "\(run.output)\(run.errors)")
  }

  /// Runs a command as a container does: what it names comes behind the image's entry point.
  private static func run(_ container: Container, _ environment: [String: String], _ folder: Folder) async throws
    -> Finished
  {
    let image = try String(
      contentsOf: Harness.root.appendingPathComponent("examples/Dockerfile"), encoding: .utf8)
    let entry = image.split(separator: "\n").first { $0.hasPrefix("ENTRYPOINT ") }
    let point = try entry.map { try JSONReader.read(Array($0.dropFirst("ENTRYPOINT ".count).utf8)) }
    let command = ((point?.array ?? []).compactMap(\.string) + container.command).map {
      $0.replacing("/reports", with: "reports").replacing("/etc/audit/", with: "")
    }
    let path = "\(Harness.binary.deletingLastPathComponent().path):/usr/bin:/bin"
    return try await Harness.run(
      URL(fileURLWithPath: "/usr/bin/env"), command,
      environment: environment.merging(container.environment) { $1 }.merging(["PATH": path]) { $1 }, folder: folder.url)
  }

  private static func batch(role: String) async throws -> ([Container], Container) {
    let resources = try await documents("examples/batch-shards.yaml")[0]["Resources"]
    func command(_ name: String) -> [String] {
      (resources[name]["Properties"]["ContainerProperties"]["Command"].array ?? []).compactMap(\.string)
    }
    let shards = (0..<2).map {
      Container(
        command: command("Shard"),
        environment: [
          "AUDIT_ROLE": role, "AWS_BATCH_JOB_ARRAY_INDEX": "\($0)", "AWS_BATCH_JOB_ARRAY_SIZE": "2",
          "AUDIT_RUN": "today",
        ])
    }
    return (shards, Container(command: command("Merge"), environment: ["AUDIT_RUN": "today"]))
  }

  private static func kubernetes() async throws -> ([Container], Container) {
    let jobs = try await documents("examples/kubernetes-shards.yaml")
    func container(_ job: Int, index: String) -> Container {
      let container = jobs[job]["spec"]["template"]["spec"]["containers"][0]
      let words = (container["command"].array ?? []) + (container["args"].array ?? [])
      var environment = ["JOB_COMPLETION_INDEX": index]
      for variable in container["env"].array ?? [] {
        environment[variable["name"].string ?? ""] = variable["value"].string
      }
      return Container(
        command: words.compactMap { $0.string?.replacing("$(JOB_COMPLETION_INDEX)", with: index) },
        environment: environment)
    }
    let count = try #require(jobs[0]["spec"]["completions"].integer)
    return ((0..<count).map { container(0, index: "\($0)") }, container(1, index: ""))
  }

  private static func stepFunctions(role: String) async throws -> ([Container], Container) {
    let states = try await documents("examples/step-functions-map.json")[0]["States"]
    func override(_ state: JSONValue) -> JSONValue { state["Parameters"]["Overrides"]["ContainerOverrides"][0] }
    let task = states["Shards"]["ItemProcessor"]["States"]["Shard"]
    let written = try #require(override(task)["Command.$"].string)
    let shards = (0..<2).map { index in
      let text = written.replacing("States.Format('{}/{}', $.index, $.count)", with: "'\(index)/2'")
        .replacing(
          "States.Format('/reports/{}-shard-{}.json', $.run, $.index)", with: "'/reports/today-shard-\(index).json'"
        )
        .replacing("'auditor'", with: "'\(role)'")
      return Container(command: text.matches(of: /'([^']*)'/).map { String($0.1) })
    }
    let merge = try #require(override(states["Merge"])["Command.$"].string).replacing(
      "States.Format('/reports/{}-shard-*.json', $$.Execution.Name)", with: "'/reports/today-shard-*.json'")
    return (shards, Container(command: merge.matches(of: /'([^']*)'/).map { String($0.1) }))
  }

  /// The documents of a file, without what tags of CloudFormation make of values.
  private static func documents(_ path: String) async throws -> JSONValue {
    let script = """
      import json, sys, yaml
      yaml.SafeLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
      print(json.dumps(list(yaml.safe_load_all(sys.stdin))))
      """
    let text = try String(contentsOf: Harness.root.appendingPathComponent(path), encoding: .utf8)
    let run = try await Harness.run(try #require(Harness.python), ["-c", script], environment: [:], input: text)
    #expect(run.status == 0, "\(run.errors)")
    return try run.json
  }
}
