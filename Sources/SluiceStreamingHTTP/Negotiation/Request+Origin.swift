#if Services
internal import Hummingbird

extension Request {
    /// Whether a page of another origin sends it.
    ///
    /// Browsers ask a server first (CORS) before they send what has a type of ours to another origin in their reader's name,
    /// yet not before what has no type at all. They tell whose page it is: the newer ones in `Sec-Fetch-Site` where the page
    /// came securely or from the same machine, all of them in `Origin`.
    var isFromElsewhere: Bool {
        if let site = headers[.secFetchSite] { return site != "same-origin" && site != "none" }
        guard let origin = headers[.origin]?.lowercased() else { return false }
        // `null` is that of no page in particular.
        guard let host = head.authority?.lowercased(), let scheme = origin.firstRange(of: "://") else { return true }
        return origin[scheme.upperBound...] != host
    }
}

extension HTTPFields.Element.Name {
    static var secFetchSite: Self { Self("Sec-Fetch-Site") ?? .origin }
}
#endif
