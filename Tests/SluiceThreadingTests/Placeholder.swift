import Testing
@testable import SluiceThreading
