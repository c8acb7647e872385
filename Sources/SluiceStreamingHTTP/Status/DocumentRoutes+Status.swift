#if Services
internal import Hummingbird
internal import SluiceStreaming

extension DocumentRoutes {
    func addStatus(unlessTaken: Bool) {
    }
}
#endif
