import Documents

extension ResourceSchema {
  /// How CloudFormation writes a type, which goes by the same name there, where that is not as the API does.
  ///
  /// Members that differ in nothing but the case of their letters need no word here, nor do lists without `Quantity` and
  /// `Items`.
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>
  public struct CloudFormationNames: Sendable {
    /// What stands behind an attribute, or behind `Ref`.
    public enum Value: Sendable, Hashable {
      /// A text with places: `{id}`, `{arn}`, `{region}`, `{account}`, `{partition}`, `{suffix}`,
      /// and of a version of a function `{version}`.
      case text(String)
      /// A member of the resource that only AWS knows.
      case member(String)
      /// What nothing here is known by.
      case unread
    }

    /// What the service puts where a template says nothing.
    public struct Default: Sendable, Hashable {
      /// The value; `nil` where nobody documents which.
      public let value: JSONValue?
      /// The member beside it without which nothing is put there; `nil` for none.
      public let beside: String?

      init(_ value: JSONValue?, beside: String? = nil) {
        self.value = value
        self.beside = beside
      }
    }

    /// The property in which the settings stand, which are members of the resource itself here; `nil` for none.
    public let settings: String?
    /// The property that is the id; `nil` where AWS makes it up.
    public let name: String?
    /// Where members stand, from the member around them, by their paths with the last name as CloudFormation writes it.
    public let renamed: [String: String]
    /// The lists of texts where the API has objects that one member tells apart, by their paths.
    public let texts: Set<String>
    /// What a member says by being there, by its path.
    public let implied: [String: JSONObject]
    /// What stands where a template says nothing, beside the defaults of the API, by its path.
    public let filledIn: [String: Default]
    /// Properties that are no settings of the resource.
    public let ignored: Set<String>
    /// Properties that have another form than in the API, and are not compared.
    public let unread: Set<String>
    /// What `Ref` gives.
    public let reference: String
    /// What `Fn::GetAtt` gives, by all names that CloudFormation takes there: the properties that can only be read in its
    /// own schemas of the types, as cfn-lint 1.58.0 brings them (July 2026).
    public let attributes: [String: Value]

    init(
      settings: String? = nil, name: String? = nil, renamed: [String: String] = [:], texts: Set<String> = [],
      implied: [String: JSONObject] = [:],
      filledIn: [String: Default] = [:], ignored: Set<String> = [], unread: Set<String> = [],
      reference: String = "{id}", attributes: [String: Value] = [:]
    ) {
      self.settings = settings
      self.name = name
      self.renamed = renamed
      self.texts = texts
      self.implied = implied
      self.filledIn = filledIn
      self.ignored = ignored
      self.unread = unread
      self.reference = reference
      self.attributes = attributes
    }
  }

  /// The id of a resource by what CloudFormation calls its physical id, which is an ARN for some types.
  public func id(physical text: String) -> String {
    if type == .lambdaVersion, let arn = LambdaARN(text) { return arn.versionKey.id }
    return ARN(text)?.resourceName ?? text
  }
}
