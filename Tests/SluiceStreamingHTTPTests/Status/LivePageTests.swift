#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    /// The page in a browser without a screen, which is spoken to through its pipes.
    @Suite(.enabled(if: Peers.browser != nil && Peers.hasPython, "there is no Chromium, or no python3"))
    struct LivePageTests {
        /// `evaluate` asks the page; `until` waits for what it says.
        private static let browser = """
            import os, subprocess, tempfile, base64
            class Browser:
                def __init__(self, program):
                    (r1, self.w), (self.r, w2) = os.pipe(), os.pipe()
                    self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
                    options = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe"
                    self.process = subprocess.Popen(["sh", "-c", f"exec {program} {options} "
                        f"--user-data-dir={self.profile.name} about:blank 3<&{r1} 4>&{w2}"],
                        pass_fds=(r1, w2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    os.close(r1); os.close(w2)
                    self.data, self.number, self.session = b"", 0, None
                    target = self.call("Target.createTarget", url="about:blank")["targetId"]
                    self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
                def call(self, method, **params):
                    self.number += 1
                    message = {"id": self.number, "method": method, "params": params}
                    if self.session: message["sessionId"] = self.session
                    os.write(self.w, json.dumps(message).encode() + b"\\0")
                    while True:
                        while b"\\0" not in self.data:
                            part = os.read(self.r, 1 << 20)
                            assert part, "the browser has gone"
                            self.data += part
                        text, self.data = self.data.split(b"\\0", 1)
                        answer = json.loads(text)
                        if answer.get("id") == self.number:
                            assert "result" in answer, answer
                            return answer["result"]
                def evaluate(self, text):
                    answer = self.call("Runtime.evaluate", expression=text, returnByValue=True)
                    assert "exceptionDetails" not in answer, answer
                    return answer["result"].get("value")
                def until(self, text):
                    for _ in range(1200):
                        if self.evaluate(text): return
                        select.select([], [], [], 0.05)
                    raise AssertionError(text + "\\n" + self.evaluate("document.body.innerText"))
                def close(self):
                    self.session = None
                    self.call("Browser.close")
                    self.process.wait()
            def number(id): return f"parseFloat(document.getElementById('{id}').textContent.replace(/,/g, ''))"
            # How many pixels of a chart are painted in a colour of the page's, or nearly.
            painted = '''(id, name) => {
                const c = document.getElementById(id), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
                const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                const want = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
                let n = 0;
                for (let i = 0; i < d.length; i += 4)
                    if (d[i + 3] > 200 && want.every((w, j) => Math.abs(w - d[i + j]) < 24)) n++;
                return n;
            }'''

            """

        @Test func `The numbers and the charts move while uploads run, in light and in dark`() async throws {
            try await withServer { routes in
                routes.post("/echo") { records, reply in
                    for try await record in records { try await reply.write(record) }
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    Self.browser + """
                        over = threading.Event()
                        def uploads():
                            body = b'{"id":1,"text":"' + b"x" * 500 + b'"}\\n'
                            while not over.is_set():
                                ask("/echo", "POST", body * 200, Content_Type="application/x-ndjson")
                            ask("/echo", "POST", b"x", Content_Type="application/x-ndjson")
                        page = Browser("\(Peers.browser ?? "")")
                        thread = threading.Thread(target=uploads)
                        thread.start()
                        try:
                            page.call("Page.navigate", url=f"http://127.0.0.1:{port}/")
                            page.until("document.getElementById('state-text')?.textContent === 'Live'")
                            page.until(f"{number('rate-in')} > 0 && {number('rate-out')} > 0")
                            page.until(f"{number('records-rate')} > 0 && {number('connections-total')} > 2")
                            before = page.evaluate("document.getElementById('bytes-in').textContent")
                            page.until(f"document.getElementById('bytes-in').textContent !== {json.dumps(before)}")
                            for scheme in "light", "dark":
                                feature = {"name": "prefers-color-scheme", "value": scheme}
                                page.call("Emulation.setEmulatedMedia", features=[feature])
                                for chart in "throughput", "records":
                                    page.until(f"({painted})('{chart}', '--in') + ({painted})('{chart}', '--out') > 40")
                            assert "received" in page.evaluate("describe(); document.getElementById('records').ariaLabel")
                            # Nothing is wrong yet; then something is.
                            assert page.evaluate("document.getElementById('errors').textContent") == "0"
                            over.set()
                            page.until("document.getElementById('errors').textContent === '1'")
                            # Nothing is wider than the page, on a telephone either.
                            page.call("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=2, mobile=True)
                            page.until("document.documentElement.scrollWidth <= 360 && innerWidth === 360")
                            # In motion for those who like it, in steps for the others.
                            calm = {"name": "prefers-reduced-motion", "value": "reduce"}
                            page.call("Emulation.setEmulatedMedia", features=[calm])
                            page.until(f"({painted})('throughput', '--in') + ({painted})('throughput', '--out') > 40")
                        finally:
                            over.set()
                            page.close()
                            thread.join()
                        """)
                #expect(said == "")
            }
        }

        @Test func `A page whose server has gone says so`() async throws {
            let begun = Signal()
            try await withThrowingTaskGroup(of: String.self) { group in
                try await withServer { routes in
                    routes.post("/begun") { _, _ in begun.send() }
                } _: { port in
                    group.addTask {
                        try await Peers.python(
                            port,
                            Self.browser + """
                                page = Browser("\(Peers.browser ?? "")")
                                try:
                                    page.call("Page.navigate", url=f"http://127.0.0.1:{port}/")
                                    page.until("document.getElementById('state-text')?.textContent === 'Live'")
                                    # The server may be gone before it has answered.
                                    try: ask("/begun", "POST")
                                    except (OSError, http.client.HTTPException): pass
                                    page.until("document.getElementById('state-text').textContent.startsWith('Connection lost')")
                                finally: page.close()
                                """)
                    }
                    await begun.wait()
                }
                for try await said in group { #expect(said == "") }
            }
        }
    }
}
#endif
