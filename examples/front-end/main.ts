/** What a front end asks of an API that nobody has written yet: the mock answers, and remembers. */
import { createClient } from './generated/client.ts';

const client = createClient({ baseUrl: process.env.PLUMBLINE_MOCK_URL ?? 'http://127.0.0.1:4010' });

const added = await client.POST('/notes', { body: { text: 'Buy milk' } });
if (added.status !== 201) throw new Error('The note was refused.');
const path = { id: added.data.id };

const { data: notes = [] } = await client.GET('/notes');
console.log('listed ', notes.find(({ id }) => id === path.id)?.text);

const removed = await client.DELETE('/notes/{id}', { params: { path } });
console.log('removed', removed.status);

const read = await client.GET('/notes/{id}', { params: { path } });
console.log('read   ', read.status);

const refused = await client.POST('/notes', { body: { text: '' } });
console.log('refused', refused.status);
