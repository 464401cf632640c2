import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be broken in several ways, and mended. */
export interface BreakableLink {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Takes connections and everything that is sent, and passes nothing on. */
  swallow(): void;
  /** Passes answers on so many milliseconds later. */
  delay(milliseconds: number): void;
  /** Passes so many bytes of the next answer on, and breaks the connection. */
  cutInAnswer(bytes: number): void;
  mend(): void;
  close(): Promise<void>;
}

type State =
  | { readonly kind: 'whole' | 'cut' | 'swallowing' }
  | { readonly kind: 'delaying'; readonly milliseconds: number }
  | { readonly kind: 'cutting'; readonly bytes: number };

export async function createBreakableLink(port: number): Promise<BreakableLink> {
  const open = new Set<Socket>();
  let state: State = { kind: 'whole' };
  const server = createServer((near) => {
    if (state.kind === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const pass = (to: Socket, chunk: Buffer, isAnswer: boolean): void => {
      if (to.destroyed || state.kind === 'swallowing') return;
      if (isAnswer && state.kind === 'delaying') {
        setTimeout(() => to.destroyed || to.write(chunk), state.milliseconds);
      } else if (isAnswer && state.kind === 'cutting') {
        to.write(chunk.subarray(0, state.bytes), () => to.resetAndDestroy());
      } else to.write(chunk);
    };
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.on('data', (chunk: Buffer) => pass(other, chunk, socket === far));
    }
  });
  const ownPort = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const endAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: ownPort,
    cut: () => {
      state = { kind: 'cut' };
      endAll();
    },
    swallow: () => {
      state = { kind: 'swallowing' };
    },
    delay: (milliseconds) => {
      state = { kind: 'delaying', milliseconds };
    },
    cutInAnswer: (bytes) => {
      state = { kind: 'cutting', bytes };
    },
    mend: () => {
      // What was swallowed is missing for good.
      if (state.kind === 'swallowing') endAll();
      state = { kind: 'whole' };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}
