import Documents
import EdgeCode
import Synchronization

/// Where in the code of edge functions a verdict comes from: functions of rules note it while a check is judged.
final class CodeTrace: Sendable {
  private struct State {
    var values: [SourceAnswer.Located] = []
    var undecided: [CodeLocation] = []
    var handlers: [CodeLocation] = []
    var asked: Set<EdgeCodeAnswers> = []
  }

  private let state = Mutex(State())

  /// Whether one function alone was asked, so that a place can be no other's.
  var isOfOneFunction: Bool { state.withLock { $0.asked.count == 1 } }

  func add(_ values: [SourceAnswer.Located], undecided: [Undecided], of answers: EdgeCodeAnswers) {
    let handler = answers.handler.found.first?.place
    state.withLock { state in
      state.asked.insert(answers)
      state.values += values
      state.undecided += undecided.compactMap(\.place)
      if let handler { state.handlers.append(handler) }
    }
  }

  /// The place that a judgement comes from: that of what is not as expected, else of the function as a whole; `nil`
  /// where no code was asked.
  func place(of judgement: Judgement, _ actual: JSONValue) -> CodeLocation? {
    state.withLock { state in
      switch judgement {
      case .holds, .unread: return nil
      case .undecided: return state.undecided.first ?? state.handlers.first
      case .fails(let unmet):
        let wanted = unmet + (actual.array ?? [actual])
        let values = state.values.filter { $0.place != nil }
        let fitting = wanted.lazy.compactMap { value in values.first { $0.value == value } }.first
        return fitting?.place ?? values.first?.place ?? state.handlers.first
      }
    }
  }
}

extension Finding {
  /// A place in the code of an edge function.
  public typealias Code = CodeLocation
}
