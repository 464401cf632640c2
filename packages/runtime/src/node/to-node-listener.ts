import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RenderedAnswer } from '../server/answer.ts';
import type { Server } from '../server/create-server.ts';
import { NodeRequest } from './node-request.ts';
import { readTarget, type Target } from './request-target.ts';
import { writeAnswer } from './write-answer.ts';

export interface NodeListenerOptions {
  /** Sends an answer; rejects when that breaks off. @default `writeAnswer` */
  readonly write?: (outgoing: ServerResponse, answer: RenderedAnswer) => Promise<void>;
  /**
   * Ends the connection of an exchange that has no answer, or only half of one.
   * @default tells `console.error`, unless the client is gone, and destroys the connection
   */
  readonly breakOff?: (outgoing: ServerResponse, error: unknown) => void;
}

/**
 * Mounts a server on Node's own HTTP server, without the cost of web-standard requests and
 * responses; they are made only for a handler or hook that asks for one.
 *
 *     import { createServer } from 'node:http';
 *     createServer(toNodeListener(server)).listen(3000);
 */
export function toNodeListener(
  server: Pick<Server, 'answer'>,
  { write = writeAnswer, breakOff = breakOffLoudly }: NodeListenerOptions = {},
): RequestListener {
  const mount: Mount = { server, write, breakOff };
  return (incoming, outgoing) => {
    const target = readTarget(incoming);
    if (target === undefined) refuse(outgoing);
    else void exchange(mount, { incoming, outgoing, target });
  };
}

interface Mount extends Required<NodeListenerOptions> {
  readonly server: Pick<Server, 'answer'>;
}

interface NodeExchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly target: Target;
}

async function exchange(
  { server, write, breakOff }: Mount,
  { incoming, outgoing, target }: NodeExchange,
): Promise<void> {
  try {
    const answer = await server.answer(new NodeRequest(incoming, outgoing, target));
    if (!incoming.complete) endUnreadBody(incoming, outgoing);
    await write(outgoing, answer);
  } catch (error) {
    breakOff(outgoing, error);
  }
}

function breakOffLoudly(outgoing: ServerResponse, error: unknown): void {
  if (!isClientGone(error)) console.error('An answer broke off:', error);
  // Half an answer cannot be taken back; a broken connection tells the client that it is one.
  outgoing.destroy();
}

function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** RFC 9112, section 3.2: a request line or a `Host` that is none of HTTP. */
function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(400, { connection: 'close', 'content-length': 0 });
  outgoing.end();
}

/** Milliseconds that a client has to end a body that nobody reads, from when it could see the answer. */
const PATIENCE_MS = 500;

/** Node reads on and throws away what comes, so the next request finds the connection clean. That has an end. */
function endUnreadBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once('finish', () => {
    const timer = setTimeout(() => incoming.socket.destroySoon(), PATIENCE_MS);
    timer.unref();
    incoming.once('close', () => clearTimeout(timer));
  });
}
