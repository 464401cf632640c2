import { createServer } from 'node:http';

/** The notes of openapi.yaml, with a mistake that happens easily: it takes texts of any length. */
const notes = new Map();
let lastId = 0;

const json = (status, value) => ({ status, type: 'application/json', text: JSON.stringify(value) });
const refuse = (status, title) => ({
  status,
  type: 'application/problem+json',
  text: JSON.stringify({ title, status }),
});

function addNote(request, body) {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refuse(415, 'Send JSON.');
  const value = parse(body);
  const isNote = typeof value?.text === 'string' && value.text !== '' && Object.keys(value).length === 1;
  if (!isNote) return refuse(400, 'A note is a text and nothing else.');
  lastId += 1;
  const note = { id: lastId, text: value.text };
  notes.set(note.id, note);
  return json(201, note);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function useNote(request, id) {
  if (!/^[1-9]\d*$/.test(id)) return refuse(400, 'The id of a note is a number.');
  const note = notes.get(Number(id));
  if (note === undefined) return refuse(404, 'No such note.');
  if (request.method === 'GET') return json(200, note);
  if (request.method === 'DELETE') {
    notes.delete(note.id);
    return { status: 204, text: '' };
  }
  return { ...refuse(405, 'Read it or delete it.'), allow: 'GET, DELETE' };
}

function answer(request, body) {
  const [, collection, id] = new URL(request.url, 'http://notes').pathname.split('/');
  if (collection !== 'notes') return refuse(404, 'Nothing is here.');
  if (id !== undefined) return useNote(request, id);
  if (request.method === 'GET') return json(200, [...notes.values()]);
  if (request.method === 'POST') return addNote(request, body);
  return { ...refuse(405, 'List notes or add one.'), allow: 'GET, POST' };
}

const server = createServer(async (request, response) => {
  const body = (await Array.fromAsync(request)).map(String).join('');
  const { status, type, text, allow } = answer(request, body);
  response.writeHead(status, {
    ...(type && { 'content-type': type }),
    ...(allow && { allow }),
  });
  response.end(text);
});
server.listen(4050, '127.0.0.1');
