/// The scopes and bindings of a program.
struct Resolution {
  var scopes: [Scope] = []
  var bindings: [Binding] = []
}

extension Parser {
  /// Finds for each use of a name what binds it: one sweep over the uses, which stand in the order of the source, with
  /// the scopes around them. Linear but for putting the scopes in order.
  mutating func resolve() throws(Failure) {
    let order = closed.indices.sorted {
      let (left, right) = (closed[$0], closed[$1])
      // Of scopes that begin at the same place the longer one is outside; of the same length, the one closed later.
      return left.start != right.start
        ? left.start < right.start : left.end != right.end ? left.end > right.end : $0 > $1
    }
    /// The innermost binding of each name.
    var current = [Int32](repeating: -1, count: lexer.names.count)
    /// What ``current`` was before each scope that is open.
    var shadowed: [(name: Int32, binding: Int32)] = []
    var entered: [(end: Int32, mark: Int)] = []
    var next = 0

    func leave(until offset: Int32) {
      while let last = entered.last, last.end <= offset {
        while shadowed.count > last.mark {
          let old = shadowed.removeLast()
          current[Int(old.name)] = old.binding
        }
        entered.removeLast()
      }
    }

    // After the last use, the scopes that are left.
    for place in 0...uses.count {
      let offset = place < uses.count ? nodes[Int(uses[place])].start : .max
      while next < order.count, closed[order[next]].start <= offset {
        let scope = closed[order[next]]
        next += 1
        leave(until: scope.start)
        entered.append((scope.end, shadowed.count))
        let first = Int32(resolution.bindings.count)
        let index = Int32(resolution.scopes.count)
        for declared in scope.declared {
          let old = current[Int(declared.name)]
          if old >= first {
            let other = resolution.bindings[Int(old)]
            guard declared.offset >= 0 else { continue }
            let isReplaced = other.kind == .ownName || other.isSoft
            if declared.kind.isLexical || other.kind.isLexical, !isReplaced {
              throw failure("this name is declared already", at: declared.offset)
            }
            if declared.kind == .function || isReplaced {
              resolution.bindings[Int(old)].kind = declared.kind
              resolution.bindings[Int(old)].isSoft = false
            }
            continue
          }
          shadowed.append((declared.name, old))
          current[Int(declared.name)] = Int32(resolution.bindings.count)
          var binding = Binding(name: declared.name, kind: declared.kind, scope: index)
          binding.isSoft = declared.offset < 0
          if declared.kind == .function, scope.kind == .block, old >= 0,
            resolution.bindings[Int(old)].kind == .function
          {
            binding.outer = old
          }
          resolution.bindings.append(binding)
        }
        switch scope.owner {
        case .node(let node): nodes[Int(node)].c = index
        case .function(let function): functions[function].scope = index
        case .class(let value): classes[value].scope = index
        }
        resolution.scopes.append(
          Scope(
            kind: scope.kind, start: scope.start, end: scope.end,
            bindings: first..<Int32(resolution.bindings.count)))
      }
      leave(until: offset)
      guard place < uses.count else { break }
      let use = Int(uses[place])
      nodes[use].b = current[Int(nodes[use].a)]
    }
  }
}
