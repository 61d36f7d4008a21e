/// What dates are made of.
extension Evaluator {
  /// Notes a text that a date is made of.
  func noteDate(_ value: Value) {
    for atom in expand(value).atoms {
      switch atom {
      case .string(let text): dates.append(Found(.text(text), at: place(here)))
      case .text(.store(let index)):
        let read = storeReads[Int(index)]
        dates.append(Found(.store(read.store, key: read.key), at: place(here)))
      case .text(.madeOfStore):
        datesUndecided.append(
          Undecided("the date is made of a value out of the store, and of something else", at: place(here)))
      case .object(let id):
        if let made = converted(id, .default) { noteDate(Value(made)) }
      case .text(.none): datesUndecided.append(Undecided("the text of the date is not known", at: place(here)))
      case .unknown(let reason):
        datesUndecided.append(
          Undecided("the text of the date is not known: \(text(of: reason))", at: place(here)))
      default: break
      }
    }
  }
}
