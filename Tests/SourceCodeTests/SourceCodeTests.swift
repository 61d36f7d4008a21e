import Testing

@testable import SourceCode
