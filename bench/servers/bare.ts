/** The floor: `node:http`, JSON in and out, nothing checked, one route. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenAndTell } from './listening.ts';
import { placeOrder } from './order.ts';

const route = /^\/customers\/([^/?]+)\/orders(?:\?dryRun=(true|false))?$/;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [, customerId = '', dryRun] = route.exec(request.url ?? '') ?? [];
    const order = JSON.parse(Buffer.concat(chunks).toString());
    const body = JSON.stringify(placeOrder(customerId, dryRun === 'true', order));
    response.writeHead(201, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}

listenAndTell(createServer(answer));
