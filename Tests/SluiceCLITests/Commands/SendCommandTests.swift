#if Services
import Testing

@Suite struct SendCommandTests {
    @Test func `Records that a path leads to are sent`() throws {
        let sluice = try Sluice(["in.json": #"{"rows": [{"a": 1}, [2,\#n 3]]}"#])
        _ = try sluice.serving("--to out.ndjson", "sluice send --at '$.rows[*]' in.json $address")
        #expect(try sluice.text(of: "out.ndjson") == "{\"a\": 1}\n[2,  3]\n")
    }

    @Test func `Standard input is sent as it comes`() throws {
        let sluice = try Sluice()
        _ = try sluice.serving("--to out.ndjson", "printf '[1]\\n{}' | sluice send - $address")
        #expect(try sluice.text(of: "out.ndjson") == "[1]\n{}\n")
    }

    @Test func `XML of standard input goes as it is framed`() throws {
        let sluice = try Sluice(["in.xml": "<all><a n='1'>x</a><b/></all>"])
        _ = try sluice.serving(
            "--framing xml-stanzas --to out.xml", "sluice send --framing xml-stanzas - $address <in.xml")
        #expect(try sluice.text(of: "out.xml") == "<a n=\"1\">x</a>\n<b />\n")
    }

    @Test func `A bad record ends the conversation, when what came before has been answered`() throws {
        let bad = "error: expected ',' or ']' after an element but the record ends\n"
        let file = try Sluice(["in.ndjson": "[1]\n[2\n[3]\n"]).serving(
            "--echo", "sluice send --plain in.ndjson $address 2>said; echo $?; cat said")
        #expect(file.output.hasPrefix("[1]\n1\nin.ndjson:2:3: \(bad)"))
        // Of standard input more may come for ever.
        let stream = try Sluice().serving(
            "--echo",
            "mkfifo in; { printf '[1]\\n]\\n'; exec sleep 1000; } >in & (sluice send - $address; echo $?) <in 2>said; kill $!; cat said"
        )
        #expect(stream.output.hasPrefix("[1]\n1\n<stdin>:2:1: error: "))
    }

    @Test func `Over TLS, with either side killed in the middle, every record is there once`() throws {
        let outcome = try Sluice().shell(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem \
                -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>/dev/null
            seq -f '{"id": %.0f}' 200000 >in.ndjson
            serve() { exec sluice serve --listen $1 --tls-cert cert.pem --tls-key key.pem --max-connections 8 --to out.ndjson; }
            send() { exec sluice send --tls-ca cert.pem --stats in.ndjson $address; }
            # What is in the output now is not all that comes.
            more() { before=$(wc -c <out.ndjson); until [ $(wc -c <out.ndjson) -gt $before ]; do :; done; }
            mkfifo log
            >out.ndjson
            serve tcp://127.0.0.1:0 2>log & server=$!
            exec 3<log
            read -r first <&3
            address=${first#*address=}
            address=${address%% *}
            (send) 2>said & sender=$!
            more
            kill -9 $server; wait $server
            (serve $address) 2>/dev/null & server=$!
            more
            kill -9 $sender; wait $sender
            [ $(wc -c <out.ndjson) -lt $(wc -c <in.ndjson) ] && echo cut
            (send) 2>said; echo $?
            grep -o '200,000 records' said
            kill -INT $server; wait $server; echo $?
            cmp in.ndjson out.ndjson && echo same
            """)
        #expect(outcome.output == "cut\n0\n200,000 records\n0\nsame\n", "\(outcome)")
    }

    @Test func `Over TLS a server that is not trusted, or of another name, gets nothing`() throws {
        let outcome = try Sluice(["in.ndjson": "1\n"]).shell(
            """
            certificate() {
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout $1.key -out $1.pem \
                    -subj /CN=$1 -addext subjectAltName=$2 2>/dev/null
            }
            certificate good DNS:a.example; certificate other DNS:a.example
            mkfifo log
            sluice serve --listen tcp://127.0.0.1:0 --tls-cert good.pem --tls-key good.key --to out.ndjson 2>log & server=$!
            exec 3<log
            read -r first <&3
            address=${first#*address=}
            address=${address%% *}
            for wrong in '--tls' '--tls-ca other.pem --tls-name a.example' '--tls-ca good.pem --tls-name b.example' ''; do
                sluice send --retry 0 $wrong in.ndjson $address 2>/dev/null; echo $?
            done
            sluice send --tls-ca good.pem --tls-name a.example in.ndjson $address; echo $?
            kill -INT $server; wait $server
            cat out.ndjson
            """)
        #expect(outcome.output == "2\n2\n2\n2\n0\n1\n", "\(outcome)")
    }

    @Test func `Whoever has read enough ends it, though standard input does not`() throws {
        let outcome = try Sluice().serving(
            "--echo",
            """
            mkfifo in go
            { echo 1; read -r go <go; echo 2; exec sleep 1000; } >in &
            sluice send --plain - $address <in | { read -r answer; echo $answer; exec <&-; echo >go; }
            kill $!
            """)
        #expect(outcome.output == "1\n")
    }

    @Test func `Seconds are numbers that make sense`() throws {
        let outcome = try Sluice.run("send", "--retry", "nan", "a.ndjson", "tcp://127.0.0.1:1")
        #expect(outcome.complaints.hasPrefix("Error: The value 'nan' is invalid for '--retry <seconds>'\n"))
        // For ever, and not even begun.
        let missing = try Sluice.run("send", "--retry", "inf", "none.ndjson", "tcp://127.0.0.1:1")
        #expect(missing.complaints == "sluice: error: cannot open 'none.ndjson': No such file or directory\n")
    }

    @Test func `Nobody there is an error that names the address`() throws {
        let outcome = try Sluice(["a.ndjson": "1\n"]).run(["send", "--retry", "0", "a.ndjson", "unix:nowhere.sock"])
        #expect(outcome == .init(complaints: "sluice: error: unix:nowhere.sock: there is no such socket\n", status: 2))
    }

    @Test func `A file that is not there, or does not go with the framing, is told`() throws {
        let missing = try Sluice.run("send", "none.ndjson", "tcp://127.0.0.1:1")
        #expect(
            missing
                == .init(complaints: "sluice: error: cannot open 'none.ndjson': No such file or directory\n", status: 2)
        )
        let wrong = try Sluice.run("send", "a.xml", "tcp://127.0.0.1:1")
        #expect(wrong.complaints.hasPrefix("Error: records of XML want a framing of XML: --framing length-xml\n"))
        let other = try Sluice.run("send", "--framing", "length-xml", "a.json", "tcp://127.0.0.1:1")
        #expect(other.complaints.hasPrefix("Error: records of JSON want a framing of JSON: --framing ndjson\n"))
    }

    @Test func `A server that takes no deliveries is known by its answer`() throws {
        let outcome = try Sluice(["a.ndjson": "1\n"]).serving(
            "--echo", "sluice send --retry 0 a.ndjson $address 2>said; echo $? $(sed 's/:[0-9]*: the/:N: the/' said)")
        #expect(
            outcome.output
                == "2 sluice: note: to a server that takes no deliveries, records are sent by --plain sluice: error: tcp://127.0.0.1:N: the server takes no deliveries: it does not answer as one that does\n"
        )
    }
}
#endif
