import { type ExchangeRecord, toHar, VerdictCount, type Verdicts } from '@plumbline/mock-server';
import type { ApiModel } from '@plumbline/openapi';
import { counted, shownPath } from '../display.ts';
import { writeOneFile } from '../output-file.ts';
import { say } from '../terminal.ts';
import { version } from '../version.ts';

/** Exchanges of an archive. Whoever needs more records in parts. */
const MOST_ARCHIVED = 10_000;

export interface ExchangeFilesOptions {
  /** Where the verdicts go. */
  readonly verdicts?: string;
  /** Where the archive goes. */
  readonly har?: string;
}

/** Gathers exchanges while a mock serves, and writes at its end what they proved and what they were. */
export class ExchangeFiles {
  readonly #options: ExchangeFilesOptions;
  readonly #count = new VerdictCount();
  readonly #archived: ExchangeRecord[] = [];
  readonly #started = new Date().toISOString();

  constructor(options: ExchangeFilesOptions) {
    this.#options = options;
  }

  add(record: ExchangeRecord): void {
    this.#count.add(record);
    if (this.#options.har !== undefined && this.#archived.length < MOST_ARCHIVED) this.#archived.push(record);
  }

  /** Whether a server broke the contract. */
  get isViolated(): boolean {
    return this.#count.isViolated;
  }

  /** @throws {CommandFailure} when the system does not let them be written */
  async write({ title, version: apiVersion }: ApiModel): Promise<void> {
    const { verdicts, har } = this.#options;
    if (verdicts !== undefined) {
      const head = { title, version: apiVersion, started: this.#started, ended: new Date().toISOString() };
      await writeOneFile(verdicts, asText({ ...head, ...withShownPlaces(this.#count.verdicts) }));
      say(`${shownPath(verdicts)}: ${summary(this.#count.verdicts)}`);
    }
    if (har !== undefined) {
      await writeOneFile(har, asText(toHar(this.#archived, { name: 'plumbline', version })));
      say(`${shownPath(har)}: ${counted(this.#archived.length, 'exchange')}`);
    }
  }
}

const asText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function summary({ verdict, exchanges, violations }: Verdicts): string {
  const servers = violations.filter(({ direction }) => direction === 'response').length;
  return `${verdict}, ${counted(exchanges, 'exchange')}, broken in ${counted(servers, 'way')} by servers and ${counted(violations.length - servers, 'way')} by clients`;
}

/** As a person in this folder would write them: the same on every machine. */
function withShownPlaces(verdicts: Verdicts): Verdicts {
  return {
    ...verdicts,
    violations: verdicts.violations.map(({ place, ...violation }) =>
      place === undefined ? violation : { ...violation, place: { ...place, file: shownPath(place.file) } },
    ),
  };
}
