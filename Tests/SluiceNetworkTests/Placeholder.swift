import Testing
@testable import SluiceNetwork
