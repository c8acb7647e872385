#if Services
internal import Hummingbird

/// The page that shows what passes through a server.
enum StatusPage {
    static func response(base: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-cache",
                // The page's own style and script stand in it; nothing else is loaded or sent anywhere.
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
                    + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html(base: base))))
    }

    /// - Parameter base: The page's own path, with a slash behind it.
    static func html(base: String) -> String {
        let path = base.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
        return """
            <!doctype html>
            <html lang="en" data-base="\(path)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Sluice: live</title>
            <link rel="icon" href="data:image/svg+xml,\(icon)">
            <style>
            \(style)
            </style>
            </head>
            <body>
            \(content)
            <script>
            \(script)
            </script>
            </body>
            </html>

            """
    }

    private static let icon =
        "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' "
        + "fill='%231f6feb'/%3E%3Cpath d='M3 6q2.5-3 5 0t5 0M3 10.5q2.5-3 5 0t5 0' fill='none' stroke='white' "
        + "stroke-width='1.6' stroke-linecap='round'/%3E%3C/svg%3E"

    private static let content = """
        <main>
          <header>
            <h1><svg viewBox="0 0 16 16" width="30" height="30" aria-hidden="true"><rect width="16" height="16" rx="4"
              fill="var(--in)"/><path d="M3 6q2.5-3 5 0t5 0M3 10.5q2.5-3 5 0t5 0" fill="none" stroke="#fff"
              stroke-width="1.6" stroke-linecap="round"/></svg> Sluice</h1>
            <p id="state" role="status" data-state="waiting"><span class="dot" aria-hidden="true"></span>
              <span id="state-text">Connecting</span></p>
          </header>
          <noscript><p class="note">The numbers move by script. Without it, they are at <a href="status">status</a>.</p>
          </noscript>
          <dl class="tiles">
            <div class="tile in"><dt>Received</dt><dd><b id="rate-in">–</b> <span class="unit">MB/s</span></dd>
              <dd class="more"><span id="bytes-in">–</span> in all</dd></div>
            <div class="tile out"><dt>Sent</dt><dd><b id="rate-out">–</b> <span class="unit">MB/s</span></dd>
              <dd class="more"><span id="bytes-out">–</span> in all</dd></div>
            <div class="tile"><dt>Records</dt><dd><b id="records-rate">–</b> <span class="unit">/s</span></dd>
              <dd class="more"><span id="records-in">–</span> in, <span id="records-out">–</span> out</dd></div>
            <div class="tile"><dt>Connections</dt><dd><b id="connections-open">–</b> <span class="unit">open</span></dd>
              <dd class="more"><span id="connections-total">–</span> in all</dd></div>
            <div class="tile" id="errors-tile"><dt>Errors</dt><dd><b id="errors">–</b></dd>
              <dd class="more" id="errors-more">since it began</dd></div>
          </dl>
          <section class="card" aria-labelledby="throughput-title">
            <div class="title"><h2 id="throughput-title">Throughput <span>MB/s</span></h2>
              <ul class="legend"><li class="in">Received</li><li class="out">Sent</li></ul></div>
            <canvas id="throughput" role="img" aria-label="Throughput of the last minute"></canvas>
          </section>
          <section class="card" aria-labelledby="records-title">
            <div class="title"><h2 id="records-title">Records <span>a second</span></h2>
              <ul class="legend"><li class="in">Received</li><li class="out">Sent</li></ul></div>
            <canvas id="records" role="img" aria-label="Records a second of the last minute"></canvas>
          </section>
          <footer>Up for <span id="uptime">–</span>. The last minute is shown. Bytes are those of uploads and answers.</footer>
        </main>
        """
}
#endif
