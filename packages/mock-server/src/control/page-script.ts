/**
 * What the page does. Whatever comes from the description, from clients or from servers is put into it as text, never
 * as markup.
 */
export const pageScript = `
const at = (id) => document.getElementById(id);
const session = () => at('session').value.trim() || 'default';

/** An element with text or other elements in it. */
function make(name, content = [], attributes = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...[content].flat());
  return element;
}

function say(text, isBad = false) {
  at('message').textContent = text;
  at('message').className = isBad ? 'bad' : 'soft';
}

async function ask(method, path, body) {
  const response = await fetch('./' + path, {
    method,
    headers: { 'plumbline-session': session(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Error(answer.detail ?? answer.title ?? 'The mock answered ' + response.status + '.');
  return answer;
}

/** Runs what a person asked for, and says how it went. */
async function act(work, told) {
  try {
    await work();
    say(told);
  } catch (error) {
    say(error.message, true);
  }
}

let exchanges = [];
let lastId = 0;

function pathOf(url) {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function placeText({ file, pointer, line, column }) {
  return line === undefined ? file + '#' + pointer : file + ':' + line + ':' + column;
}

function violationLine({ obligation, pointer, message, place }) {
  return obligation + ' ' + (pointer || 'body') + ' ' + message + (place ? ' (' + placeText(place) + ')' : '');
}

function isShown(exchange) {
  if (at('broken').checked && exchange.violations.length === 0) return false;
  const wanted = at('find').value.trim().toLowerCase();
  const told = [exchange.method, exchange.url, exchange.operation, exchange.response?.status, exchange.session].join(' ');
  return told.toLowerCase().includes(wanted);
}

function exchangeRow(exchange) {
  const status = exchange.response?.status;
  const open = make('button', exchange.method + ' ' + pathOf(exchange.url), { type: 'button' });
  open.addEventListener('click', () => showExchange(exchange));
  const notes = [...exchange.trouble.map((one) => 'trouble: ' + one), ...exchange.violations.map(violationLine)];
  return make('tr', [
    make('td', open),
    make('td', status === undefined ? 'lost' : String(status), { class: status === undefined || status >= 400 ? 'bad' : 'good' }),
    make('td', exchange.operation ?? ''),
    make('td', exchange.answeredBy ?? ''),
    make('td', exchange.durationMs + ' ms'),
    make('td', notes.slice(0, 3).map((note) => make('div', note))),
  ]);
}

function showLog() {
  const shown = exchanges.filter(isShown);
  const focused = [...at('exchanges').querySelectorAll('button')].indexOf(document.activeElement);
  at('exchanges').replaceChildren(...shown.slice(-200).reverse().map(exchangeRow));
  if (focused >= 0) at('exchanges').querySelectorAll('button')[focused]?.focus();
  at('counted').textContent = shown.length + ' of ' + exchanges.length;
}

function bodyText(body) {
  if (body.encoding) return body.bytes + ' bytes as Base64:\\n' + body.text;
  try {
    return JSON.stringify(JSON.parse(body.text), null, 2);
  } catch {
    return body.text + (body.isCut ? '…' : '');
  }
}

function messageParts(title, first, message) {
  const head = [first, ...message.headers.map(([name, value]) => name + ': ' + value)].join('\\n');
  const parts = [make('h3', title), make('pre', head)];
  if (message.body) parts.push(make('pre', bodyText(message.body)));
  return parts;
}

function showExchange(exchange) {
  at('exchange-heading').textContent = exchange.method + ' ' + pathOf(exchange.url);
  const facts = 'session ' + exchange.session + ', ' + exchange.at + ', ' + exchange.durationMs + ' ms';
  const notes = [...exchange.trouble.map((one) => 'trouble: ' + one), ...exchange.violations.map(violationLine)];
  at('exchange-body').replaceChildren(
    make('p', facts, { class: 'soft' }),
    make('ul', notes.map((note) => make('li', note))),
    ...messageParts('Request', exchange.method + ' ' + exchange.url, exchange.request),
    ...(exchange.response ? messageParts('Answer', String(exchange.response.status), exchange.response) : [make('p', 'No answer: the connection was lost.')]),
  );
  at('exchange').showModal();
}

async function readLog() {
  const news = await ask('GET', 'log?after=' + lastId);
  if (news.length === 0) return;
  lastId = news.at(-1).id;
  exchanges = [...exchanges, ...news].slice(-500);
  showLog();
  await readState();
}

const opened = new Set();

function collectionPart({ path, type, items, tenant }) {
  const key = tenant + path;
  const details = make('details', [
    make('summary', path + ' — ' + type + ', ' + items.length + (tenant === '' || tenant === 'default' ? '' : ', tenant ' + tenant)),
    ...items.slice(0, 100).map((item) => make('pre', JSON.stringify(item, null, 2))),
  ]);
  details.open = opened.has(key);
  details.addEventListener('toggle', () => (details.open ? opened.add(key) : opened.delete(key)));
  return details;
}

async function readState() {
  try {
    const { collections, singletons } = await ask('GET', 'session');
    const single = singletons.map(({ path, value, tenant }) => collectionPart({ path, type: 'one', items: [value], tenant }));
    const parts = [...collections.map(collectionPart), ...single];
    at('collections').replaceChildren(...(parts.length > 0 ? parts : [make('p', 'Nothing yet: collections appear when they are first asked for.', { class: 'soft' })]));
    at('sessions').replaceChildren(...(await ask('GET', 'sessions')).map((value) => make('option', [], { value })));
  } catch (error) {
    at('collections').replaceChildren(make('p', error.message, { class: 'soft' }));
  }
}

async function readOperations() {
  const operations = await ask('GET', 'operations');
  at('operation-rows').replaceChildren(...operations.map(({ id, method, path, role, type, note, summary }) => make('tr', [
    make('td', make('code', id)),
    make('td', make('code', method + ' ' + path)),
    make('td', type ? role + ' of ' + type : role),
    make('td', note ?? summary ?? ''),
  ])));
  at('trouble-operation').append(...operations.map(({ id }) => make('option', id, { value: id })));
}

async function readTrouble() {
  const plans = await ask('GET', 'trouble');
  at('plans').replaceChildren(...plans.map(({ id, plan, session, operations }) => {
    const end = make('button', 'End', { type: 'button', 'aria-label': 'End ' + plan });
    end.addEventListener('click', () => act(async () => {
      await ask('DELETE', 'trouble/' + id);
      await readTrouble();
    }, 'The trouble has ended.'));
    const whom = [session && 'session ' + session, operations?.join(', ')].filter(Boolean).join(', ');
    return make('li', [make('code', plan), whom ? ' for ' + whom + ' ' : ' for all ', end]);
  }));
}

at('find').addEventListener('input', showLog);
at('broken').addEventListener('change', showLog);
at('session').addEventListener('change', () => act(readState, 'Session ' + session()));
at('colours').addEventListener('change', () => { document.documentElement.style.colorScheme = at('colours').value; });
at('clear').addEventListener('click', () => act(async () => {
  await ask('DELETE', 'log');
  exchanges = [];
  showLog();
}, 'The log is empty.'));
at('reset').addEventListener('click', () => act(async () => {
  await ask('POST', 'session/reset');
  await readState();
}, 'The session is back at its start.'));
at('trouble-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const operation = at('trouble-operation').value;
  act(async () => {
    await ask('POST', 'trouble', { plan: at('plan').value, ...(operation ? { operations: [operation] } : {}) });
    await readTrouble();
  }, 'From now on there is trouble.');
});

async function follow() {
  if (!at('paused').checked && !document.hidden) {
    try {
      await readLog();
      if (at('message').textContent === 'The mock does not answer.') say('');
    } catch {
      say('The mock does not answer.', true);
    }
  }
  setTimeout(follow, 1000);
}

await act(async () => {
  await Promise.all([readOperations(), readTrouble(), readState()]);
}, '');
showLog();
follow();
`;
