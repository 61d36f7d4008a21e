import AWSCore
import AWSServices
import Auditing
import Documents
import Estate
import Schema

/// Writes code and configuration of functions of viewer events and of connections.
///
/// Only DEVELOPMENT can be written, and LIVE becomes what it holds by being published. A draft that nobody asked to
/// publish is therefore put aside while LIVE changes, and put back whatever comes of that.
struct StagesWriter: PartWriter {
  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    guard let form = part.resource.type.schema.stages else { throw part.noDocument }
    let named: JSONObject = JSONObject([(form.nameToRead, .string(part.resource.id))])
    let (stages, summaries) = try await form.get.consistentRead(
      of: part.resource.id, region: calls.configuration.region,
      version: { () async throws(ServiceError) in try await self.summaries(named, form, calls) }
    ) { summaries async throws(ServiceError) in
      var stages: JSONObject = [:]
      for (stage, summary) in summaries.sorted(by: { $0.key < $1.key }) {
        let code = try await calls.read(form.get, named.merging(["Stage": .string(stage)]))
        stages[stage] = FunctionContent.kept(summary: summary.bytes, summary.value, code: code.bytes, as: form)
      }
      return stages
    }
    return Reading(
      members: .object(JSONObject(stages.map { ($0.name, $0.value["members"]) })),
      version: summaries["DEVELOPMENT"]?.etag, details: .object(stages))
  }

  /// What is said of each stage; LIVE is there where the function was ever published.
  private func summaries(
    _ named: JSONObject, _ form: FunctionStages, _ calls: Calls
  ) async throws(ServiceError) -> [String: Summary] {
    var summaries: [String: Summary] = [:]
    for stage in FunctionStages.names {
      do throws(ServiceError) {
        let output = try await calls.read(form.describe, named.merging(["Stage": .string(stage)]))
        summaries[stage] = Summary(etag: output.etag, value: output.value[form.summary], bytes: output.bytes)
      } catch  where stage == "LIVE" && error.saysAbsent {
        // It was never published.
      }
    }
    return summaries
  }

  private struct Summary: Equatable {
    let etag: String?
    let value: JSONValue
    let bytes: [UInt8]

    static func == (left: Summary, right: Summary) -> Bool { left.etag == right.etag }
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let type = step.part.resource.type
    guard let form = type.schema.stages else { throw .service(step.part.noDocument) }
    var function = Function(part: step.part, form: form, calls: calls, tests: step.tests)
    let drafted = changes.filter { $0.place.root == "DEVELOPMENT" }
    let published = changes.filter { $0.place.root == "LIVE" && !$0.isGuard }
    var version = reading.version
    var draft = try FunctionContent(kept: reading.details["DEVELOPMENT"], of: type)
    if !published.isEmpty {
      let development = try draft.applying(drafted, to: "DEVELOPMENT")
      // What is published for the first time is the draft, but for the changes.
      let isLive = !reading.members["LIVE"].isNull
      let live = try (isLive ? FunctionContent(kept: reading.details["LIVE"], of: type) : development)
        .applying(published, to: "LIVE")
      if live != draft, live == development {
        version = try await function.update(live, version)
        draft = live
        // Publishing is the other half of it, whoever wants to stop.
        function = function.finishing
      }
      if live == draft {
        try await function.test(version)
        try await function.publish(version)
      } else {
        (draft, version) = try await putAside(draft, version, while: live, drafted, function)
      }
    }
    let development = try draft.applying(drafted, to: "DEVELOPMENT")
    if development != draft { _ = try await function.update(development, version) }
    return Written()
  }

  /// Publishes something else than the draft, and puts that back even where publishing fails. A task of its own, since
  /// nobody who cancels this one may come in between.
  private func putAside(
    _ draft: FunctionContent, _ version: String?, while live: FunctionContent, _ drafted: [Change],
    _ function: Function
  ) async throws(WriteError) -> (FunctionContent, String?) {
    let task = Task { () async -> Result<(FunctionContent, String?), WriteError> in
      do throws(WriteError) {
        let isAside: Bool
        var failure: WriteError?
        do throws(WriteError) {
          let version = try await function.update(live, version, aside: live.changes(from: draft))
          isAside = true
          do throws(WriteError) {
            try await function.test(version)
            try await function.publish(version)
          } catch {
            failure = error
          }
        } catch {
          // Only what was sent may have been done, though no answer says so.
          guard case .service = error else { throw error }
          isAside = false
          failure = error
        }
        let restored = try await putBack(
          draft, over: live, isAside: isAside, failure == nil ? drafted : [], function.finishing)
        if let failure { throw failure }
        return .success(restored)
      } catch {
        return .failure(error)
      }
    }
    return try await task.value.get()
  }

  /// Puts a draft back into DEVELOPMENT where that still holds what was published; what somebody else has written there
  /// since stays. Gives what it holds then, with its ETag.
  ///
  /// - Parameter isAside: Whether the draft is known to have been put aside. Else it was only where nothing differs from
  ///   what was sent.
  private func putBack(
    _ draft: FunctionContent, over published: FunctionContent, isAside: Bool, _ drafted: [Change],
    _ function: Function
  ) async throws(WriteError) -> (FunctionContent, String?) {
    var reason = ""
    for round in 0..<5 {
      do throws(WriteError) {
        let reading = try await function.reading(self)
        let found = try FunctionContent(kept: reading.details["DEVELOPMENT"], of: function.part.resource.type)
        let merged = isAside || found == published ? draft.merged(into: found, over: published) : found
        // With what changes in it, so that it is never left without.
        let wanted = try merged.applying(drafted, to: "DEVELOPMENT")
        if wanted == found { return (found, reading.version) }
        let aside = merged.changes(from: found)
        return (wanted, try await function.update(wanted, reading.version, aside: aside))
      } catch {
        switch error {
        case .service(let error): reason = "\(error)"
        case .refused(let text): reason = text
        case .stopped: reason = "the run was stopped"
        }
      }
      try? await function.calls.configuration.time.sleep(.milliseconds(200 << round))
    }
    throw .refused(
      "DEVELOPMENT of \(function.part.resource.id) may hold what was to be published, for its draft could not be put "
        + "back: \(reason). The draft stands in the journal, from which `audit undo` puts it back.")
  }

  /// The calls that change a function.
  private struct Function: Sendable {
    let part: Part
    let form: FunctionStages
    var calls: Calls
    var tests: [FunctionTest] = []

    /// The same, with calls that are made even where somebody wants the run to stop.
    var finishing: Function { Function(part: part, form: form, calls: calls.finishing, tests: tests) }

    /// Runs the declared tests on what DEVELOPMENT holds: what fails one is not published.
    func test(_ version: String?) async throws(WriteError) {
      for test in tests {
        let outcome: FunctionTestOutcome
        do throws(ServiceError) {
          outcome = try await calls.tester.outcome(of: test, on: part.resource, "DEVELOPMENT", version: version)
        } catch {
          throw .service(error)
        }
        if let complaint = outcome.complaint {
          throw .refused(
            "The declared test \(test.name) does not hold: \(complaint). \(part.resource.id) was not published.")
        }
      }
    }

    /// Replaces DEVELOPMENT; gives its new ETag, which is the one that publishing wants.
    func update(
      _ content: FunctionContent, _ version: String?, aside: [Change] = []
    ) async throws(WriteError) -> String? {
      try await calls.write(
        form.update, input(version), document: content.request,
        aside: aside
      ).etag
    }

    /// Copies DEVELOPMENT to LIVE.
    func publish(_ version: String?) async throws(WriteError) {
      _ = try await calls.write(form.publish, input(version))
    }

    func reading(_ writer: StagesWriter) async throws(WriteError) -> Reading {
      do throws(ServiceError) { return try await writer.read(part, with: calls) } catch { throw .service(error) }
    }

    private func input(_ version: String?) -> JSONObject {
      JSONObject([
        (form.nameToWrite, .string(part.resource.id)), ("IfMatch", version.map { .string($0) } ?? .null),
      ])
    }
  }
}
