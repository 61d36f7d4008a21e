import Documents

/// A value of a YAML document, and where it stands. What an alias stands for is shared, not copied.
public struct YAMLNode: Sendable {
  /// What it is.
  public enum Content: Sendable {
    case scalar(Scalar)
    case sequence([YAMLNode])
    /// Keys and values in order, as they are written: `<<` is a key, and one may stand twice.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// A text, and how it is written.
  public struct Scalar: Sendable, Hashable {
    /// How a scalar is written.
    public enum Style: Sendable, Hashable {
      case plain, singleQuoted, doubleQuoted, literal, folded
    }

    /// The text, with escapes undone and lines folded.
    public let string: String
    /// How it is written.
    public let style: Style
  }

  /// What it is.
  public let content: Content
  /// The tag that it is written with, such as `tag:yaml.org,2002:str` for `!!str`; `nil` without one.
  public let tag: YAMLTag?
  /// The tag of an application's own that it is written with, such as `!Ref`, where the reader takes those.
  public let localTag: String?
  /// The line on which it begins, from 1.
  public let line: Int
  /// The column in which it begins, in Unicode scalars from 1.
  public let column: Int
  /// How many values there are in it, itself included, each as often as aliases repeat it.
  let size: Int
  /// How deep values lie within one another in it.
  let height: Int

  /// The scalar that it is, if it is one.
  public var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }

  /// The elements of the sequence that it is, if it is one.
  public var sequence: [YAMLNode]? { if case .sequence(let elements) = content { elements } else { nil } }

  /// The keys and values of the mapping that it is, if it is one.
  public var mapping: [(key: YAMLNode, value: YAMLNode)]? {
    if case .mapping(let pairs) = content { pairs } else { nil }
  }
}

/// The tags that YAML 1.2's core schema knows, chapter 10.3, and the one of merge keys.
public enum YAMLTag: String, Sendable, Hashable, CaseIterable {
  /// `!`, which makes a scalar a text.
  case nonSpecific = "!"
  case string = "tag:yaml.org,2002:str"
  case null = "tag:yaml.org,2002:null"
  case boolean = "tag:yaml.org,2002:bool"
  case integer = "tag:yaml.org,2002:int"
  case number = "tag:yaml.org,2002:float"
  case mapping = "tag:yaml.org,2002:map"
  case sequence = "tag:yaml.org,2002:seq"
  /// Of YAML 1.1, beside the core schema: <https://yaml.org/type/merge.html>.
  case merge = "tag:yaml.org,2002:merge"

  /// The tag as people write it: `!!str`.
  public var shorthand: String { rawValue.replacing("tag:yaml.org,2002:", with: "!!") }
}
