/** Reads the request and answers with the same JSON each time: what a client costs, and nothing else. */
import { createServer } from 'node:http';
import { listenAndTell } from './listening.ts';

const body = JSON.stringify({ id: 'cus_0007', name: 'Ada', tags: ['a', 'b'], total: 12 });
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

listenAndTell(
  createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, headers).end(body));
  }),
);
