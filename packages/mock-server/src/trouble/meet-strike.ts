import type { ApiModel, Operation } from '@plumbline/openapi';
import type { IncomingRequest } from '@plumbline/runtime/server';
import { bytesOf, headerOf, type SentAnswer } from '../answer/sent-answer.ts';
import { breakBody } from './broken-body.ts';
import { ConnectionReset } from './connection-reset.ts';
import type { DrawnTrouble, Strike } from './trouble-rules.ts';
import { slowed, truncated } from './trouble-streams.ts';
import { undeclaredAnswer, undeclaredStatus } from './undeclared-status.ts';
import { wait } from './wait.ts';

/** The response header that says which trouble came. */
export const FIRED_HEADER = 'plumbline-trouble-fired';

/** One request to an operation, and how it is answered. */
export interface Troubled {
  readonly model: ApiModel;
  readonly operation: Operation;
  readonly request: IncomingRequest;
  /** The answer of a mock without trouble. */
  readonly answer: () => Promise<SentAnswer>;
  /** The declared answer of a status, whatever the request is like; undefined where there is none. */
  readonly answerOf: (status: number) => SentAnswer | undefined;
}

type Drawn<Kind extends DrawnTrouble['kind']> = Extract<DrawnTrouble, { kind: Kind }>;

/**
 * The answer to a request that trouble meets, with the header that says which came. What cannot come, such as a
 * broken body where there is none, is left out of it.
 * @throws {ConnectionReset} where the trouble is a reset
 * @throws what the request's signal gives, when the client gives up meanwhile
 */
export async function meetStrike(strike: Strike, troubled: Troubled): Promise<SentAnswer> {
  const meeting = new Meeting(strike, troubled);
  await meeting.delay();
  meeting.reset();
  const answer = await meeting.damage(await meeting.answer());
  if (meeting.fired.length > 0) answer.headers[FIRED_HEADER] = headerText(meeting.fired);
  return answer;
}

class Meeting {
  readonly fired: string[] = [];
  readonly #strike: Strike;
  readonly #troubled: Troubled;

  constructor(strike: Strike, troubled: Troubled) {
    this.#strike = strike;
    this.#troubled = troubled;
  }

  async delay(): Promise<void> {
    const latency = this.#find('latency');
    if (!latency) return;
    this.fired.push(`latency=${latency.milliseconds}ms`);
    await wait(latency.milliseconds, this.#troubled.request.web.signal);
  }

  reset(): void {
    if (this.#find('reset')) throw new ConnectionReset([...this.fired, 'reset']);
  }

  /** A status on demand comes instead of the work: the request changes nothing. */
  async answer(): Promise<SentAnswer> {
    const { operation, answer, answerOf } = this.#troubled;
    const wished = this.#find('status')?.status;
    const status = wished === 'undeclared' ? undeclaredStatus(operation, this.#strike.random) : wished;
    if (status === undefined) return answer();
    this.fired.push(`status=${status}`);
    return answerOf(status) ?? undeclaredAnswer(status, operation);
  }

  /** What happens to the body on its way. */
  async damage(answer: SentAnswer): Promise<SentAnswer> {
    const [invalid, truncate, slow] = [this.#find('invalid'), this.#find('truncate'), this.#find('slow')];
    if (!(invalid || truncate || slow) || answer.body === null) return answer;
    const whole = await bytesOf(answer.body);
    const bytes = (invalid && this.#broken(whole, answer, invalid)) ?? whole;
    if (truncate && bytes.byteLength > 0) {
      this.fired.push(`truncate=${truncate.share * 100}%`);
      return truncated(answer, bytes, truncate.share);
    }
    if (slow && bytes.byteLength > 0) {
      this.fired.push(`slow=${slow.milliseconds}ms`);
      return slowed(answer, bytes, slow.milliseconds);
    }
    return { ...answer, body: bytes };
  }

  #broken(
    whole: Uint8Array<ArrayBuffer>,
    answer: SentAnswer,
    { keyword }: Drawn<'invalid'>,
  ): Uint8Array<ArrayBuffer> | undefined {
    const { model, operation } = this.#troubled;
    const { random } = this.#strike;
    const { status, headers } = answer;
    const contentType = headerOf(answer, 'content-type') ?? null;
    const body = new TextDecoder().decode(whole);
    const broken = breakBody(body, { model, operation, status, contentType, keyword, random });
    if (!broken) return undefined;
    this.fired.push(`invalid=${broken.how}`);
    delete headers['content-length'];
    return new TextEncoder().encode(broken.body);
  }

  #find<Kind extends DrawnTrouble['kind']>(kind: Kind): Drawn<Kind> | undefined {
    return this.#strike.troubles.find((one): one is Drawn<Kind> => one.kind === kind);
  }
}

/** Names of properties stand in it, and headers carry ASCII only. */
function headerText(fired: readonly string[]): string {
  return fired.join('; ').replace(/[^\x20-\x7e]/g, '?');
}
