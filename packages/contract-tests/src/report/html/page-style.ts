/** Every pair of colours has a contrast of 4.5 or more (WCAG 2, 1.4.3), and none says anything that a mark does not. */
export const pageStyle: string = `
:root { color-scheme: light dark; --paper: light-dark(#fff, #17181c); --ink: light-dark(#1c1c21, #e8e8ee); --quiet: light-dark(#55565f, #b3b4bf); --line: light-dark(#d9d9e0, #3a3b43); --soft: light-dark(#f4f4f7, #202127); --link: light-dark(#0b4fc0, #9dbfff) }
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.25rem; max-width: 110rem; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, sans-serif }
h1 { font-size: 1.5rem; margin: 0 }
h2 { font-size: 1.05rem; margin: 0 0 .4rem }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between }
p { margin: .25rem 0 }
.quiet, small, caption { color: var(--quiet) }
.verdict { display: inline-block; padding: .1rem .6rem; border-radius: .3rem; font-weight: 700 }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; padding: 0; list-style: none }
.tiles li { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .9rem; background: var(--soft) }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums }
.notes { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1rem 2rem; margin: 1rem 0 }
.notes ul { margin: 0; padding: 0; list-style: none }
.notes li { display: flex; gap: .6rem; padding: .1rem 0 }
.notes li b { min-width: 3.5rem; text-align: right; font-variant-numeric: tabular-nums }
.notes code { display: block; color: var(--quiet); font: 12.5px/1.45 ui-monospace, monospace; overflow-wrap: anywhere }
.broken li { display: block }
.broken button { all: unset; cursor: pointer; color: var(--link); text-decoration: underline; overflow-wrap: anywhere }
.tools { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; margin: 1.2rem 0 .6rem }
.tools label { display: inline-flex; gap: .4rem; align-items: center }
input, select, dialog button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: .3rem; padding: .25rem .5rem }
input { width: 16rem }
.legend { display: flex; flex-wrap: wrap; gap: .3rem .9rem; margin: .4rem 0; padding: 0; list-style: none; font-size: .9em }
table { border-collapse: separate; border-spacing: 2px; width: 100%; min-width: 60rem; table-layout: fixed }
caption { text-align: left; padding: .3rem 0 }
thead { position: sticky; top: 0; z-index: 1; background: var(--paper) }
thead th { text-align: center; font-weight: 600; padding: .25rem }
th[scope=row], th[scope=rowgroup], thead th:first-child { text-align: left }
thead th:first-child { width: 30% }
tbody th[scope=row] { font-weight: 400; padding: .1rem .5rem .1rem 0; overflow-wrap: anywhere }
.tag th { padding: .9rem 0 .2rem; font-weight: 700 }
td { padding: 0 }
.cell { display: block; width: 100%; padding: .22rem .1rem; border: 2px solid transparent; border-radius: .25rem; font: inherit; font-variant-numeric: tabular-nums; text-align: center; white-space: nowrap }
button.cell { cursor: pointer }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px }
.proved { background: light-dark(#d3f0da, #143a20); color: light-dark(#0a4119, #bdf3ca) }
.violated { background: light-dark(#b3261e, #c8372e); color: #fff; font-weight: 700 }
.warning { background: light-dark(#ffe08a, #574100); color: light-dark(#453100, #ffe9b0); font-weight: 700 }
.partly { background: light-dark(#e0e8f8, #24324f); color: light-dark(#1a3160, #d3dfff) }
.none, .unproven { background: light-dark(#f0f0f3, #26272d); color: light-dark(#4b4c55, #c9cad3) }
.cell.none { border: 2px dashed light-dark(#b9bac4, #55565f) }
.waived { background: light-dark(#ecdff8, #3b2553); color: light-dark(#44216b, #e9d5ff) }
.cell.off { visibility: hidden }
dialog { width: min(70rem, 96vw); max-height: 92vh; padding: 0; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink) }
dialog::backdrop { background: #0008 }
dialog header { position: sticky; top: 0; padding: .8rem 1rem; background: var(--soft); border-bottom: 1px solid var(--line) }
#list { padding: .6rem 1rem 1rem }
details { border-bottom: 1px solid var(--line) }
summary { display: flex; gap: .6rem; padding: .4rem .2rem; cursor: pointer; overflow-wrap: anywhere }
summary .mark { flex: none; width: 6.5rem; padding: 0 .4rem; border-radius: .25rem; text-align: center; align-self: start }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .2rem .8rem; margin: .3rem .2rem }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
pre { margin: .3rem .2rem .6rem; padding: .5rem .7rem; background: var(--soft); border: 1px solid var(--line); border-radius: .3rem; font: 12.5px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
h3, h4 { font-size: .95rem; margin: .5rem .2rem .1rem }
.exchange { padding-left: .8rem }
@media (max-width: 60rem) { body { padding: .6rem } }
@media print { .tools, dialog { display: none } thead { position: static } }
`;
