#if Services
extension StatusPage {
    /// Rates are differences of what was counted: so a page that was asleep for a while shows what it missed as a mean.
    static let script = #"""
        "use strict";
        const byId = id => document.getElementById(id);
        const span = 60, samples = [];
        let last = null, zero = 0, heard = 0;
        const show = (id, text) => { const e = byId(id); if (e.textContent !== text) e.textContent = text; };
        const whole = n => Math.round(n).toLocaleString("en");
        const rate = n => n >= 100 ? whole(n) : n >= 10 ? n.toFixed(1) : n > 0 && n < 0.005 ? "<0.01" : n.toFixed(2);
        const short = n => n >= 1e6 ? +(n / 1e6).toPrecision(3) + " M" : n >= 1e4 ? +(n / 1e3).toPrecision(3) + " k" : whole(n);
        function size(n) {
          for (const [unit, of] of [["TB", 1e12], ["GB", 1e9], ["MB", 1e6], ["kB", 1e3]])
            if (n >= of) return (n / of).toPrecision(3) + " " + unit;
          return n + " B";
        }
        function time(s) {
          const d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60;
          return d ? d + " d " + h + " h" : h ? h + " h " + m + " min" : m ? m + " min " + Math.floor(s % 60) + " s"
            : Math.floor(s) + " s";
        }
        function state(name, text) {
          byId("state").dataset.state = name;
          show("state-text", text);
        }
        function take(now) {
          // A server that was restarted begins at nothing again.
          if (last && now.uptime < last.uptime) { last = null; samples.length = 0; }
          show("bytes-in", size(now.bytes.received));
          show("bytes-out", size(now.bytes.sent));
          show("records-in", short(now.records.received));
          show("records-out", short(now.records.sent));
          show("connections-open", whole(now.connections.open));
          show("connections-total", whole(now.connections.total));
          show("errors", whole(now.errors));
          byId("errors-tile").classList.toggle("some-errors", now.errors > 0);
          show("uptime", time(now.uptime));
          if (last && now.uptime > last.uptime) {
            const s = now.uptime - last.uptime;
            const sample = { at: now.uptime,
              bytesIn: (now.bytes.received - last.bytes.received) / s / 1e6,
              bytesOut: (now.bytes.sent - last.bytes.sent) / s / 1e6,
              recordsIn: (now.records.received - last.records.received) / s,
              recordsOut: (now.records.sent - last.records.sent) / s };
            samples.push(sample);
            while (samples.length > 2 && samples[1].at < now.uptime - span - 2) samples.shift();
            show("rate-in", rate(sample.bytesIn));
            show("rate-out", rate(sample.bytesOut));
            show("records-rate", short(sample.recordsIn + sample.recordsOut));
          }
          last = now;
          zero = now.uptime - performance.now() / 1000;
        }
        // The axis ends at 1, 2 or 5 times a power of ten.
        function ceiling(n, least) {
          let top = least;
          for (let i = 0; top < n; i++) top *= i % 3 === 1 ? 2.5 : 2;
          return top;
        }
        const charts = [
          { id: "throughput", name: "Throughput", unit: "MB/s", least: 1, lines: ["bytesIn", "bytesOut"], label: rate },
          { id: "records", name: "Records", unit: "a second", least: 10, lines: ["recordsIn", "recordsOut"], label: short }];
        function draw(chart, now) {
          const canvas = byId(chart.id), box = canvas.getBoundingClientRect(), scale = window.devicePixelRatio || 1;
          if (canvas.width !== Math.round(box.width * scale) || canvas.height !== Math.round(box.height * scale)) {
            canvas.width = Math.round(box.width * scale);
            canvas.height = Math.round(box.height * scale);
          }
          const css = getComputedStyle(document.documentElement), color = name => css.getPropertyValue(name).trim();
          const c = canvas.getContext("2d");
          c.setTransform(scale, 0, 0, scale, 0, 0);
          c.clearRect(0, 0, box.width, box.height);
          const left = 52, right = box.width - 4, top = 8, bottom = box.height - 24;
          let highest = 0;
          for (const s of samples) if (s.at > now - span) for (const line of chart.lines) highest = Math.max(highest, s[line]);
          const target = ceiling(highest * 1.04, chart.least);
          chart.top = chart.top && !calm.matches ? chart.top + (target - chart.top) * 0.15 : target;
          if (Math.abs(chart.top - target) < target * 0.002) chart.top = target;
          const x = at => right - (now - at) / span * (right - left), y = n => bottom - n / chart.top * (bottom - top);
          c.font = "12px system-ui, 'DejaVu Sans', sans-serif";
          c.lineWidth = 1;
          c.textBaseline = "middle";
          c.textAlign = "right";
          const steps = box.height > 180 ? 4 : 2;
          for (let i = 0; i <= steps; i++) {
            const n = target * i / steps, at = Math.round(y(n)) + 0.5;
            if (at < top - 1) continue;
            c.strokeStyle = color(i ? "--grid" : "--line");
            c.beginPath(); c.moveTo(left, at); c.lineTo(right, at); c.stroke();
            c.fillStyle = color("--soft");
            c.fillText(chart.id === "records" ? short(n) : String(+n.toPrecision(3)), left - 9, at);
          }
          c.textBaseline = "top";
          for (const s of box.width < 480 ? [60, 30, 0] : [60, 45, 30, 15, 0]) {
            c.textAlign = s === 60 ? "left" : s === 0 ? "right" : "center";
            c.fillText(s ? "−" + s + " s" : "now", x(now - s), bottom + 8);
          }
          c.save();
          c.beginPath(); c.rect(left, 0, right - left, bottom + 1); c.clip();
          chart.lines.forEach((line, i) => {
            if (!samples.length) return;
            const path = new Path2D();
            samples.forEach((s, j) => j ? path.lineTo(x(s.at), y(s[line])) : path.moveTo(x(s.at), y(s[line])));
            const area = new Path2D(path);
            area.lineTo(x(samples[samples.length - 1].at), bottom);
            area.lineTo(x(samples[0].at), bottom);
            area.closePath();
            c.fillStyle = c.strokeStyle = color(i ? "--out" : "--in");
            c.globalAlpha = i ? 0.08 : 0.14;
            c.fill(area);
            c.globalAlpha = 1;
            c.lineWidth = 2;
            c.lineJoin = "round";
            c.setLineDash(i ? [6, 4] : []);
            c.stroke(path);
            c.setLineDash([]);
          });
          c.restore();
        }
        // For those who do not see the charts; not so often that it would be read out all the time.
        function describe() {
          if (!samples.length) return;
          const s = samples[samples.length - 1];
          for (const chart of charts) {
            const most = Math.max(...samples.map(s => s[chart.lines[0]]));
            byId(chart.id).setAttribute("aria-label", chart.name + " of the last minute: now "
              + chart.label(s[chart.lines[0]]) + " received and " + chart.label(s[chart.lines[1]]) + " sent, at most "
              + chart.label(most) + " received, " + chart.unit);
          }
        }
        const calm = matchMedia("(prefers-reduced-motion: reduce)");
        let drawn = 0;
        function frame() {
          if (!calm.matches) requestAnimationFrame(frame);
          // Thirty times a second is smooth enough, and half the work.
          if (!calm.matches && performance.now() - drawn < 30) return;
          drawn = performance.now();
          // Half a second behind, so that the newest sample slides in and does not jump.
          const now = calm.matches ? (last ? last.uptime : 0) : zero + performance.now() / 1000 - 0.5;
          for (const chart of charts) draw(chart, now);
        }
        function listen() {
          const source = new EventSource(document.documentElement.dataset.base + "status/events");
          source.onmessage = event => {
            heard = performance.now();
            state("live", "Live");
            take(JSON.parse(event.data));
            if (calm.matches) frame();
          };
          source.onerror = () => {
            state("lost", "Connection lost, trying again");
            // A browser gives up where anything but events answers, an error of a proxy say.
            if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
          };
        }
        listen();
        setInterval(describe, 5000);
        // A connection that says nothing any more need not have ended.
        setInterval(() => { if (heard && performance.now() - heard > 5000) state("lost", "No news from the server"); }, 1000);
        calm.addEventListener("change", frame);
        addEventListener("resize", () => { if (calm.matches) frame(); });
        frame();
        """#
}
#endif
