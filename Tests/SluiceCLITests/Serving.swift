#if Services
extension Sluice {
    /// Runs `sluice serve`, then a line of the shell that finds its address in `$address`, then ends the server as Ctrl-C does.
    ///
    /// - Returns: What the line wrote, then what the server said from its second line on, and the server's exit status.
    func serving(_ options: String, _ line: String) throws -> Outcome {
        try shell(
            """
            mkfifo log
            sluice serve --listen tcp://127.0.0.1:0 \(options) 2>log &
            server=$!
            exec 3<log
            read -r first <&3
            address=${first#*address=}
            address=${address%% *}
            \(line)
            kill -INT $server
            wait $server
            status=$?
            cat <&3 >&2
            exit $status
            """)
    }
}
#endif
