import type { RecordedExchange } from '../exchange.ts';

/** The exchanges that prove something, kept for reports. */
export interface Evidence {
  /** Keeps an exchange once, while there is room. */
  keep(number: number, record: () => RecordedExchange): void;
  /** What was kept, by number. */
  kept(): readonly RecordedExchange[];
}

/** Characters of all kept exchanges together: enough for some thousands, and no more however long a run is. */
const roomForAll = 12 * 1024 * 1024;

/** An exchange that alone is larger than this, such as the body one past a large `maxLength`, is not kept. */
const roomForOne = 64 * 1024;

export function createEvidence(): Evidence {
  const kept = new Map<number, RecordedExchange>();
  let room = roomForAll;
  return {
    keep(number, record) {
      if (room <= 0 || kept.has(number)) return;
      const exchange = record();
      const size = sizeOf(exchange);
      if (size > Math.min(room, roomForOne)) return;
      room -= size;
      kept.set(number, exchange);
    },
    kept: () => [...kept.values()].sort((one, other) => one.number - other.number),
  };
}

function sizeOf({ request, response, curl }: RecordedExchange): number {
  const headers = { ...request.headers, ...response?.headers };
  const texts = [request.url, request.body, response?.body, curl, ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
