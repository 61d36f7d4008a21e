import Testing

@testable import Collecting
