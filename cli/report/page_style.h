#ifndef CANDOR_CLI_REPORT_PAGE_STYLE_H_
#define CANDOR_CLI_REPORT_PAGE_STYLE_H_

#include <string_view>

namespace candor::cli {

// How a report's page looks on a screen and on paper. Contrasts are at least 4.5 : 1; nothing is told by colour alone.
inline constexpr std::string_view kPageStyle = R"css(
:root {
  color-scheme: light;
  --ink: #1c2b33; --soft: #4f5f68; --line: #cfd8dc; --wash: #f4f7f7; --accent: #1f5f66; --paper: #ffffff;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--wash); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif;
}
.sheet { max-width: 68rem; margin: 0 auto; padding: 2.5rem 3rem 3rem; background: var(--paper); }
h1, h2, h3 { font-family: Georgia, "Liberation Serif", "DejaVu Serif", serif; font-weight: 600; line-height: 1.2; }
h1 { font-size: 2.1rem; margin: 0 0 .4rem; }
h2 { font-size: 1.45rem; margin: 2.8rem 0 .6rem; padding-top: .9rem; border-top: 3px solid var(--accent); }
h2 .number { color: var(--accent); margin-right: .55rem; }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .6rem; }
p { max-width: 46rem; margin: .5rem 0; }
.eyebrow { color: var(--accent); font-weight: 600; letter-spacing: .04em; margin: 0 0 .3rem; }
.lead { font-size: 1.1rem; color: var(--soft); margin: 0; }
.intro { font-size: 1.05rem; margin: 1.2rem 0; }
.statement { border-left: 4px solid var(--accent); padding: .2rem 0 .2rem 1rem; margin: 1.4rem 0; }
.note, caption, .muted { color: var(--soft); }
.note { font-size: .92rem; }
nav ol { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; margin: 1.2rem 0 0; padding: 0; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 .4rem; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--ink); font-size: .85rem; white-space: nowrap; }
tbody th { font-weight: 400; }
tbody tr.whole th, tbody tr.whole td { font-weight: 600; }
tbody tr.part th { padding-left: 1.1rem; }
td { min-width: 7rem; }
td.muted { font-style: italic; }
table.cover { max-width: 46rem; margin-top: 1.4rem; }
table.cover th { width: 11rem; color: var(--soft); }
table.cover td { overflow-wrap: anywhere; }
.group { margin: 1.2rem 0 2rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem 2.4rem; align-items: start; }
figure { margin: 0; }
.plot { display: block; width: 100%; height: auto; overflow: visible; }
.plot text { font: 14px system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; fill: var(--ink); }
.plot .value { font-weight: 600; }
.plot .muted { font-weight: 400; font-style: italic; fill: var(--soft); }
.plot .tick { font-size: 13px; fill: var(--soft); }
.plot .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.plot .ink { fill: var(--accent); }
.plot .paper { fill: var(--paper); }
.plot .stroke { stroke: var(--accent); stroke-width: 2; }
.plot .bar { stroke: var(--accent); stroke-width: 1.5; }
.plot .outline { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
.plot .axis { stroke: var(--ink); stroke-width: 1.5; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .mark { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
.plot .curve { stroke: var(--accent); stroke-width: 3; stroke-linejoin: round; }
.plot .area { opacity: .35; }
.plot .point { fill: var(--paper); stroke: var(--accent); stroke-width: 2.5; }
.signatures { display: flex; flex-wrap: wrap; gap: 2rem 3rem; margin: 2.6rem 0 0; padding: 0; list-style: none; }
.signatures li { flex: 1 1 16rem; border-top: 1px solid var(--ink); padding-top: .4rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
@media (max-width: 52rem) {
  .sheet { padding: 1.4rem 1.1rem 2rem; }
  .pair { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  @page { size: auto; margin: 17mm 16mm 18mm; }
  body { background: none; font-size: 10pt; }
  .sheet { max-width: none; padding: 0; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h1 { font-size: 20pt; }
  h2 { font-size: 14pt; margin-top: 8mm; break-after: avoid; }
  h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  tr, figure, .statement, .signatures { break-inside: avoid; }
  .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 4mm 6mm; break-inside: avoid; }
  .plot, .plot * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

// Beside that, for a report of one page: on paper it is one, on both A4 and Letter.
inline constexpr std::string_view kOnePageStyle = R"css(
@media print {
  @page { size: auto; margin: 12mm 14mm; }
  body { font-size: 8pt; line-height: 1.25; }
  .lead, .intro, .note, table, caption, thead th { font-size: 8pt; }
  h1 { font-size: 15pt; margin: 0; }
  h2 { font-size: 11pt; margin: 2mm 0 .5mm; padding-top: 1mm; border-top-width: 1px; }
  p, .group, .statement, footer { margin: 1mm 0; max-width: none; }
  th, td { padding: .4mm 2mm .4mm 0; }
  caption { padding: 0; }
  footer { padding-top: 1mm; }
}
)css";

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_PAGE_STYLE_H_
