#if Services
import SluiceStreaming
import SluiceTestSupport

/// Certificates of all kinds, made anew by `openssl` for each run of the tests.
struct Certificates: Sendable {
    static let areMade = Command.exists("openssl")
    private static let made = Result { try Certificates() }
    static var shared: Certificates { get throws { try made.get() } }

    private let folder: TemporaryDirectory

    /// The path of a certificate: `ca`, `other-ca`, `good`, `wrong-host`, `expired`, `alone` (signed by itself), `client`,
    /// `other-client` (signed by `other-ca`).
    func certificate(_ name: String) -> String { folder.file("\(name).pem") }
    func key(_ name: String) -> String { folder.file("\(name).key") }

    func server(_ name: String = "good", clients: String? = nil) throws -> StreamTLS {
        try .server(
            certificate: certificate(name), key: key(name), clientsSignedBy: clients.map { certificate($0) })
    }

    func client(_ name: String? = nil, trusting authority: String = "ca", as host: String? = nil) throws -> StreamTLS {
        try .client(
            trusting: certificate(authority), certificate: name.map { certificate($0) }, key: name.map { key($0) },
            serverName: host)
    }

    private init() throws {
        folder = try TemporaryDirectory()
        let script = """
            set -e
            cd '\(folder.path)'
            new='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
            authority() { openssl req -x509 $new -keyout $1.key -out $1.pem -days 30 -subj /CN=$1; }
            signed() {
                openssl req $new -keyout $1.key -out $1.csr -subj "/CN=$1"
                printf 'subjectAltName=%s\\n' "$2" >$1.ext
                openssl x509 -req -in $1.csr -CA $3.pem -CAkey $3.key -CAcreateserial -days $4 -extfile $1.ext -out $1.pem
            }
            here=DNS:localhost,IP:127.0.0.1
            authority ca
            authority other-ca
            openssl req -x509 $new -keyout alone.key -out alone.pem -days 30 -subj /CN=alone -addext subjectAltName=$here
            signed good $here ca 30
            signed wrong-host DNS:elsewhere.example ca 30
            signed expired $here ca -1
            signed client DNS:client.example ca 30
            signed other-client DNS:client.example other-ca 30
            """
        let path = try folder.write(Array(script.utf8), to: "make.sh")
        guard Command.run("sh '\(path)' >'\(folder.file("log"))' 2>&1") == 0 else {
            throw SystemFailure(call: "openssl: \(try text(folder.file("log")))", errno: 0)
        }
    }
}
#endif
