import type { TestEvent } from '../event.ts';
import { visibleLine } from './visible-text.ts';

const phases = { random: ', random requests', sequence: ', random sequences' } as const;

/** An event as a line of progress; undefined where there is nothing to say. */
export function formatEvent(event: TestEvent): string | undefined {
  switch (event.type) {
    case 'started':
      return `${event.obligations} obligations of ${event.operations} operations, seed ${event.seed}, run ${event.run}`;
    case 'operation':
      return `[${event.index}/${event.total}] ${event.operation}${event.phase === undefined ? '' : phases[event.phase]}`;
    case 'violation': {
      const { level, id, claim } = event.obligation;
      return `${level === 'must' ? 'violated' : 'warning'}: ${visibleLine(id)}: ${visibleLine(claim)}`;
    }
    case 'finished':
      return `${event.report.requests} requests sent`;
  }
}
