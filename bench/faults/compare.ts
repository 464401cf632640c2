import { everyFault, type Fault } from '../../packages/contract-tests/test/shelf/faults.ts';
import type { ShelfServer } from './shelf-server.ts';
import type { Tool } from './tool.ts';

/** How one tool did. */
export interface Score {
  readonly tool: Tool;
  /** Alarms on the right API, in any of the runs on it. */
  readonly alarmsOnRight: ReadonlySet<string>;
  readonly caught: ReadonlySet<Fault>;
  /** Wall time of a run, the median, in seconds. */
  readonly seconds: number;
}

/** Runs on the right API: what is told in one of them counts for no fault. */
const rightRuns = 3;

export const allFaults = Object.keys(everyFault) as readonly Fault[];

interface Trial {
  readonly shelf: ShelfServer;
  readonly faults: readonly Fault[];
  readonly onFault: () => void;
}

/** Runs a tool against the right API and against each fault alone. A fault is caught by an alarm that is new. */
export async function scoreTool(tool: Tool, { shelf, faults, onFault }: Trial): Promise<Score> {
  const times: number[] = [];
  const findAlarms = async (fault?: Fault): Promise<ReadonlySet<string>> => {
    shelf.renew(fault, tool.quota);
    const started = performance.now();
    const alarms = await tool.findAlarms();
    times.push((performance.now() - started) / 1000);
    return alarms;
  };
  let alarmsOnRight: ReadonlySet<string> = new Set();
  for (let run = 0; run < rightRuns; run += 1) alarmsOnRight = alarmsOnRight.union(await findAlarms());
  const caught = new Set<Fault>();
  for (const fault of faults) {
    const alarms = await findAlarms(fault);
    if ([...alarms].some((alarm) => !alarmsOnRight.has(alarm))) caught.add(fault);
    onFault();
  }
  const seconds = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
  return { tool, alarmsOnRight, caught, seconds };
}
