/**
 * Opens cells, filters, and moves through the map by keyboard. It writes texts only with `textContent`, so that nothing
 * in them is markup.
 */
export const pageScript: string = `
const data = JSON.parse(document.getElementById('data').textContent);
const names = { proved: '✓ proved', violated: '✗ violated', warning: '! warning', unproven: '○ not proved', waived: '~ waived' };
const order = ['violated', 'warning', 'waived', 'unproven', 'proved'];
const find = (selector, from = document) => [...from.querySelectorAll(selector)];
const [map, dialog, list, title, note, search, verdict, theme, shown] =
  ['map', 'cell', 'list', 'title', 'note', 'search', 'verdict', 'theme', 'shown'].map((id) => document.getElementById(id));
const rows = find('tr[data-row]', map);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className !== undefined) made.className = className;
  return made;
}

function textOf(obligation) {
  obligation.text ??= [obligation.id, obligation.claim, ...obligation.facts.map((fact) => fact[1])].join('\\n').toLowerCase();
  return obligation.text;
}

function filter() {
  const wanted = verdict.value;
  const words = search.value.trim().toLowerCase();
  return { wanted, words, isOn: wanted !== '' || words !== '' };
}

function passes(obligation, rowMatches, { wanted, words }) {
  return (wanted === '' || obligation.outcome === wanted) && (rowMatches || words === '' || textOf(obligation).includes(words));
}

function rowMatches(row, { words }) {
  return words === '' || row.firstElementChild.textContent.toLowerCase().includes(words);
}

function applyFilter() {
  const chosen = filter();
  let count = 0;
  for (const row of rows) {
    const own = rowMatches(row, chosen);
    let isShown = false;
    for (const button of find('button', row)) {
      const isIn = cellOf(button).some((obligation) => passes(obligation, own, chosen));
      button.classList.toggle('off', !isIn);
      isShown ||= isIn;
    }
    row.hidden = !isShown;
    if (isShown) count += 1;
  }
  for (const body of map.tBodies) body.hidden = !find('tr[data-row]', body).some((row) => !row.hidden);
  shown.textContent = chosen.isOn ? count + ' of ' + rows.length + ' operations' : rows.length + ' operations';
  if (current === undefined || !isReachable(current)) setCurrent(find('button', map).find(isReachable));
}

function cellOf(button) {
  const [row, column] = button.dataset.at.split(',');
  return data.rows[row][column];
}

const isReachable = (button) => !button.classList.contains('off') && !button.closest('tr').hidden;

let current;
function setCurrent(button) {
  if (current) current.tabIndex = -1;
  current = button;
  if (button) button.tabIndex = 0;
}

const keys = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function step(from, [down, right]) {
  const row = from.closest('tr');
  if (right !== 0) {
    const cells = find('button', row).filter(isReachable);
    return cells[cells.indexOf(from) + right];
  }
  const column = from.parentElement.cellIndex;
  for (let index = rows.indexOf(row) + down; index >= 0 && index < rows.length; index += down) {
    const button = rows[index].cells[column].querySelector('button');
    if (button && isReachable(button)) return button;
  }
}

map.addEventListener('keydown', (event) => {
  const from = event.target.closest('button');
  if (!from) return;
  const reachable = () => find('button', event.ctrlKey ? map : from.closest('tr')).filter(isReachable);
  const to = keys[event.key] ? step(from, keys[event.key])
    : event.key === 'Home' ? reachable()[0]
    : event.key === 'End' ? reachable().at(-1)
    : undefined;
  if (!to) return;
  event.preventDefault();
  setCurrent(to);
  to.focus();
});

function showExchange(number) {
  const box = element('div', undefined, 'exchange');
  const exchange = data.exchanges[number];
  box.append(element('h3', 'Exchange ' + number));
  if (!exchange) {
    box.append(element('p', 'It was sent; the report had no room left to keep it.'));
    return box;
  }
  for (const [heading, text] of [['Request', exchange.request], ['Answer', exchange.answer], ['Again', exchange.curl]])
    box.append(element('h4', heading), element('pre', text));
  return box;
}

function showObligation(obligation) {
  const details = element('details');
  const summary = element('summary');
  summary.append(element('span', names[obligation.outcome], 'mark ' + obligation.outcome), element('span', obligation.claim));
  const facts = element('dl');
  for (const [heading, text] of [...obligation.facts, ['promised', obligation.place], ['obligation', obligation.id]])
    facts.append(element('dt', heading), element('dd', text));
  details.append(summary, facts);
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('.exchange')) details.append(...obligation.by.map(showExchange));
  });
  details.open = obligation.outcome === 'violated';
  return details;
}

function openCell(button, isWhole) {
  const row = button.closest('tr');
  const chosen = filter();
  const own = rowMatches(row, chosen);
  const all = cellOf(button).toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  const some = isWhole ? all : all.filter((obligation) => passes(obligation, own, chosen));
  const label = button.getAttribute('aria-label');
  title.textContent = label.slice(0, label.lastIndexOf(': '));
  note.replaceChildren(some.length === all.length ? all.length + ' obligations' : some.length + ' of ' + all.length + ' obligations, by the filter ');
  if (some.length < all.length) {
    const more = element('button', 'Show all');
    more.type = 'button';
    more.addEventListener('click', () => { openCell(button, true); list.querySelector('summary').focus(); });
    note.append(more);
  }
  list.replaceChildren(...some.map(showObligation));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

map.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  setCurrent(button);
  openCell(button, false);
});
for (const link of find('.broken button')) {
  link.addEventListener('click', () => openCell(map.querySelector('[data-at="' + link.dataset.cell + '"]'), true));
}
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
document.getElementById('close').addEventListener('click', () => dialog.close());
search.addEventListener('input', applyFilter);
verdict.addEventListener('change', applyFilter);

function setTheme(name) {
  if (name === '') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  theme.value = name;
}
const key = 'plumbline.theme';
// A browser may refuse to keep anything; the choice then holds until the page is left.
theme.addEventListener('change', () => {
  setTheme(theme.value);
  try { localStorage.setItem(key, theme.value); } catch {}
});
try { setTheme(['light', 'dark'].find((name) => name === localStorage.getItem(key)) ?? ''); } catch {}
applyFilter();
`;
