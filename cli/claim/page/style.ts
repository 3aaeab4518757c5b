/** The look of a claim's page: light and dark, printed and narrow, without anything that would have to be loaded. */
export const STYLE = `
:root{color-scheme:light dark;--ground:light-dark(#f3f5f5,#0f1315);--surface:light-dark(#fff,#161b1e);--line:light-dark(#dbe1e2,#283035);--ink:light-dark(#15191b,#e9edee);--ink-2:light-dark(#434d52,#b3bdc2);--ink-3:light-dark(#586369,#98a3a9);--accent:light-dark(#0a5878,#79c7e6);--go:light-dark(#1a6838,#79cb98);--go-ground:light-dark(#e3f2e8,#143122);--stop:light-dark(#a0231c,#f59a91);--stop-ground:light-dark(#fbe8e6,#311917);--warn:light-dark(#764d00,#e7bb65);--warn-ground:light-dark(#fbefd6,#2c2313);--font:system-ui,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Noto Sans CJK JP",sans-serif;--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{scroll-behavior:auto;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:84rem;padding:1.5rem;background:var(--ground);color:var(--ink);font:400 .875rem/1.5 var(--font);overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure,table{margin:0;padding:0}
h1{font-size:1.5rem;font-weight:650;line-height:1.25;letter-spacing:-.012em}
h2{font-size:1rem;font-weight:620;padding:.75rem 1rem}
h3{font-size:.875rem;font-weight:620}
h4{font-size:.8125rem;font-weight:600;margin-top:.75rem}
h4 .soft{font-weight:400}
h2+.pad>h4:first-child{margin-top:0}
section{margin-top:1rem}
.box{background:var(--surface);border:1px solid var(--line);border-radius:6px}
.box>h2,.box>header{border-bottom:1px solid var(--line)}
.box>header{padding:.75rem 1rem}
section>h2#docs-h{padding:0 0 .25rem}
section section{margin-top:.75rem}
.pad{padding:.75rem 1rem}
.soft{color:var(--ink-2)}.quiet{color:var(--ink-3)}.small{font-size:.75rem}
.go{color:var(--go)}.warn{color:var(--warn)}.stop{color:var(--stop)}
.nowrap{white-space:nowrap}
code{font:400 .92em/1.4 var(--mono);color:var(--ink-3)}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.state{margin-top:.5rem;display:flex;flex-wrap:wrap;gap:.5rem}
.pill{display:inline-block;padding:.1rem .6rem;border:1px solid var(--line);border-radius:999px;background:var(--surface);font-size:.8125rem;font-weight:550}
.pill.go{background:var(--go-ground);border-color:transparent}.pill.warn{background:var(--warn-ground);border-color:transparent}.pill.stop{background:var(--stop-ground);border-color:transparent}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem 1.5rem;margin-top:1rem}
dt{font-size:.75rem;color:var(--ink-3)}
dd{font-variant-numeric:tabular-nums}
.reasons{list-style:none}
.reasons li{padding:.6rem 1rem}
.reasons li+li{border-top:1px solid var(--line)}
table{width:100%;border-collapse:collapse;font-size:.8125rem;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:500;font-size:.75rem;color:var(--ink-3);white-space:nowrap}
th,td{padding:.45rem .5rem;vertical-align:top;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:1rem}th:last-child,td:last-child{padding-right:1rem}
tbody tr:last-child td{border-bottom:0}
th.r,td.r{text-align:right;white-space:nowrap}
.scroll{overflow-x:auto}
.lines{min-width:46rem}.lines .wide{min-width:8rem}.lines code{white-space:nowrap}.lines code.long{white-space:normal}
details{border-top:1px solid var(--line)}
summary{cursor:pointer;font-weight:550;color:var(--accent)}
ol{padding-left:1.25rem;margin-top:.25rem;color:var(--ink-2);font-size:.8125rem;font-variant-numeric:tabular-nums}
.doc{display:grid;grid-template-columns:minmax(0,1.4fr) minmax(0,1fr)}
.doc.alone{grid-template-columns:minmax(0,1fr)}
.pages{padding:1rem;background:var(--ground);border-right:1px solid var(--line);border-radius:0 0 0 6px}
figure+figure{margin-top:1rem}
figcaption{font-size:.75rem;text-align:center;padding-top:.25rem}
svg{display:block;width:100%;height:auto;background:#fff;border:1px solid var(--line)}
.read{min-width:0}
.read td:last-child{min-width:5.5rem;max-width:9rem}.read .go{white-space:nowrap}
td.n,th.n{width:2.5rem}
.tag{display:inline-block;min-width:1.25rem;padding:0 .25rem;border-radius:3px;background:#0a5878;color:#fff;font-size:.6875rem;font-weight:600;line-height:1.25rem;text-align:center;white-space:nowrap}
.tag.doubt{background:#a0231c}
tr:target{background:var(--warn-ground)}
.mark{fill:rgb(10 88 120/.1);stroke:#0a5878;stroke-width:1}
.mark.doubt{fill:rgb(160 35 28/.12);stroke:#a0231c;stroke-width:1.4;stroke-dasharray:4 2}
.mark-n{fill:#0a5878}.mark-n.doubt{fill:#a0231c}
.mark-t{fill:#fff;font:600 7px var(--font);text-anchor:middle}
a:hover .mark{stroke-width:2}
.note{padding:.5rem 1rem;border-top:1px solid var(--line);font-size:.8125rem}
.note.stop{background:var(--stop-ground);border-top:0}
footer{margin-top:1.5rem;padding-top:.75rem;border-top:1px solid var(--line)}
@media (prefers-color-scheme:dark){svg image{opacity:.9}svg{background:#000}}
@media (max-width:56rem){body{padding:1rem}.doc{grid-template-columns:minmax(0,1fr)}.pages{border-right:0;border-bottom:1px solid var(--line);padding:.75rem;border-radius:0}h1{font-size:1.25rem}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;background:#fff}.box{break-inside:auto;border-radius:0}figure,tr,li{break-inside:avoid}details>*{display:block}.scroll{overflow:visible}.lines{min-width:0}}
`;
