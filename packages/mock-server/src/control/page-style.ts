/** The look of the page, light and dark. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: light-dark(#fff, #16181d); --ink: light-dark(#1c1e21, #e8eaed);
  --soft: light-dark(#5a6068, #a9b0ba); --line: light-dark(#d5d9de, #3a3f47); --raised: light-dark(#f4f6f8, #1f2229);
  --good: light-dark(#116329, #6fdd8b); --bad: light-dark(#a40e26, #ff9492); --link: light-dark(#0a55b5, #8ab8ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--link); margin-right: .8rem; }
.tools { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin: .5rem 0; }
input, select, button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--soft); border-radius: 4px; padding: .15rem .5rem; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.wide { overflow-x: auto; max-height: 26rem; overflow-y: auto; border: 1px solid var(--line); border-radius: 4px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { position: sticky; top: 0; background: var(--raised); }
td button { border: 0; background: none; padding: 0; color: var(--link); text-align: left; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: .5rem; white-space: pre-wrap; margin: .3rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .soft { color: var(--soft); }
summary { cursor: pointer; padding: .15rem 0; }
dialog { color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; width: min(60rem, 94vw); max-height: 90vh; overflow: auto; }
dialog form { float: right; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
#plans { padding-left: 1.2rem; }
`;
