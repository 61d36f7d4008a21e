import Documents

/// Of which AWS the schema is.
public enum SchemaOrigin {
  /// Where the members of resources are from: `botocore 1.44.8`.
  public static var source: String { "botocore \(Structures.file["botocore"].string ?? "")" }
  /// The day on which they were read there.
  public static var read: CalendarDate? { Structures.file["read"].string.flatMap(CalendarDate.init) }
}

/// The structures of AWS's service models, as `scripts/members` writes them out of botocore: which members each has, of
/// which type they are, which are required, and which values texts may have.
enum Structures {
  /// How the file writes a member.
  struct Member: Sendable {
    /// Its type, without the mark that it is required: `text`, `[cloudfront.Origin]`.
    let type: Substring
    /// Whether AWS requires it wherever its structure stands.
    let isRequired: Bool

    init(_ text: String) {
      isRequired = text.hasSuffix("!")
      type = text[...].dropLast(isRequired ? 1 : 0)
    }
  }

  /// The members of a structure, by name, in the order of the file.
  static func members(of structure: String) -> [(name: String, member: Member)] {
    (file["structures"][structure].object ?? [:]).compactMap { entry in
      entry.value.string.map { (entry.name, Member($0)) }
    }
  }

  /// Whether there is a structure of that name.
  static func has(_ structure: String) -> Bool { file["structures"][structure].object != nil }

  /// The values of an enum.
  static func values(of name: String) -> [String] { (file["enums"][name].array ?? []).compactMap(\.string) }

  /// Read where somebody asks first.
  fileprivate static let file = (try? JSONReader.read(PackageResources.Structures_json)) ?? .null
}
