#if Services
extension StatusPage {
    static let style = """
        :root { --page: #f4f6f9; --card: #fff; --line: #dde3ea; --text: #17212d; --soft: #566475; --grid: #e8ecf1;
          --in: #1f6feb; --out: #bc4c00; --bad: #cf222e; --good: #1a7f37; --wait: #9a6700; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #0d1117; --card: #161c25; --line: #2a323d; --text: #e8edf3; --soft: #9aa7b6; --grid: #232b36;
            --in: #58a6ff; --out: #f0883e; --bad: #ff7b72; --good: #3fb950; --wait: #d29922; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text);
          font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 36px; }
        header { display: flex; align-items: center; justify-content: space-between; gap: 16px; margin-bottom: 22px; }
        h1 { display: flex; align-items: center; gap: 11px; margin: 0; font-size: 24px; font-weight: 650;
          letter-spacing: -0.01em; }
        h2 { margin: 0; font-size: 16px; font-weight: 600; }
        h2 span { color: var(--soft); font-weight: 400; margin-left: 5px; }
        #state { display: flex; align-items: center; gap: 8px; margin: 0; padding: 5px 13px 5px 11px; color: var(--soft);
          background: var(--card); border: 1px solid var(--line); border-radius: 999px; font-size: 14px; }
        .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--wait); }
        [data-state=live] .dot { background: var(--good); }
        [data-state=lost] .dot { background: var(--bad); }
        .note { padding: 10px 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
        .note a { color: var(--in); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 14px; margin: 0 0 14px; }
        .tile, .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
        .tile { padding: 14px 16px 13px; min-width: 0; }
        dt { color: var(--soft); font-size: 14px; }
        .tile.in dt::before, .tile.out dt::before { content: ""; display: inline-block; width: 9px; height: 9px;
          margin-right: 7px; border-radius: 3px; background: var(--in); }
        .tile.out dt::before { background: var(--out); }
        dd { margin: 0; white-space: nowrap; }
        dd b { font-size: 30px; line-height: 1.3; font-weight: 650; letter-spacing: -0.02em;
          font-variant-numeric: tabular-nums; }
        .unit { color: var(--soft); font-size: 14px; margin-left: 2px; }
        .more { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; overflow: hidden;
          text-overflow: ellipsis; }
        .some-errors dd b, .some-errors dt { color: var(--bad); }
        .card { padding: 15px 18px 12px; margin-bottom: 14px; }
        .title { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 16px; }
        .legend { display: flex; gap: 16px; margin: 0; padding: 0; list-style: none; font-size: 14px; color: var(--soft); }
        .legend li::before { content: ""; display: inline-block; width: 18px; margin: 0 7px 4px 0;
          border-top: 3px solid var(--in); }
        .legend .out::before { border-top-style: dashed; border-color: var(--out); }
        canvas { display: block; width: 100%; height: 220px; margin-top: 8px; }
        #records { height: 150px; }
        footer { color: var(--soft); font-size: 14px; padding: 4px 2px; }
        @media (max-width: 480px) {
          main { padding: 18px 12px 24px; }
          .tiles { grid-template-columns: 1fr 1fr; gap: 10px; }
          #errors-tile { grid-column: 1 / -1; }
          dd b { font-size: 24px; }
          canvas { height: 180px; } }
        """
}
#endif
