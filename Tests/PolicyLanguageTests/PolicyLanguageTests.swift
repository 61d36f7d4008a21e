import Testing

@testable import PolicyLanguage
