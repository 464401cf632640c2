import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../request/draft.ts';
import { createdId } from '../resources/item-id.ts';
import { goodDrafts } from '../run/accept.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { sentObject } from '../sequence/life-cycle/echo.ts';
import { draftAt, list, see } from '../sequence/life-cycle/sight.ts';
import { uuidFor } from '../values/seed.ts';
import type { Breach } from './breach.ts';
import { breachesOf } from './breaches-of.ts';
import type { Attempt } from './hunt.ts';
import type { Life } from './life.ts';
import { withStepBody } from './random-sequence.ts';
import {
  judgeAlive,
  judgeChange,
  judgeDead,
  judgeIds,
  judgeList,
  judgeShown,
  judgeUnknown,
} from './sequence-laws.ts';
import type { SequencePlace } from './sequence-place.ts';
import type { Step } from './sequence-step.ts';

/** Walks through a sequence step by step, and holds each answer against what the steps before have made true. */
export class Walk {
  readonly #run: Run;
  readonly #place: SequencePlace;
  readonly #lives = new Map<number, Life>();
  readonly #sent: Exchange[] = [];

  /** @param plain the run whose requests these are */
  constructor(plain: Run, place: SequencePlace) {
    this.#place = place;
    this.#run = { ...plain, send: (draft) => this.#send(plain, draft) };
  }

  async #send(run: Run, draft: Draft): Promise<Exchange> {
    const exchange = await run.send(draft);
    this.#sent.push(exchange);
    return exchange;
  }

  /** Goes on until a promise is broken that is not among those known to be. `taken`: how many steps that took. */
  async go(
    steps: readonly Step[],
    known: ReadonlySet<string>,
  ): Promise<Attempt & { readonly taken: number }> {
    for (const [index, step] of steps.entries()) {
      const start = this.#sent.length;
      const judged = await this.#take(step);
      const observed = this.#sent.slice(start).flatMap((exchange) => breachesOf(this.#run, exchange));
      const breaches = [...judged, ...observed].filter(({ id }) => !known.has(id));
      if (breaches.length > 0)
        return {
          exchanges: this.#sent,
          breaches: breaches.map((breach) => this.#withStepsOf(breach)),
          taken: index + 1,
        };
    }
    return { exchanges: this.#sent, breaches: [], taken: steps.length };
  }

  #withStepsOf(breach: Breach): Breach {
    return { ...breach, before: this.#sent.slice(0, this.#sent.indexOf(breach.exchange)) };
  }

  async #take(step: Step): Promise<readonly Breach[]> {
    if (step.kind === 'create') return this.#create(step.item, step.draft);
    if (step.kind === 'list') return this.#list();
    if (step.kind === 'readUnknown') return this.#readUnknown();
    const life = this.#lives.get(step.item);
    if (!life) return [];
    switch (step.kind) {
      case 'read':
        return this.#read(life);
      case 'update':
        return this.#update(life, step.body);
      case 'act':
        return this.#act(life, step.operation);
      case 'delete':
        return this.#delete(life);
    }
  }

  async #create(item: number, draft: Draft): Promise<readonly Breach[]> {
    const created = await this.#run.send(draft);
    const parameter = this.#run.map.parameterOf(this.#place.collection) ?? 'id';
    const id = created.answer && isAccepted(created) && createdId(draft.operation, created.answer, parameter);
    if (!id) return [];
    const others = [...this.#lives.values()];
    this.#lives.set(item, { id, created, said: sentObject(created) ?? {}, isAlive: true, isActedOn: false });
    return judgeIds(this.#run, { id, created, others });
  }

  async #read(life: Life): Promise<readonly Breach[]> {
    const { read } = this.#place;
    const draft = read && (await this.#draftFor(read, life.id));
    if (!draft) return [];
    const exchange = await this.#run.send(life.isAlive ? draft : gone(draft));
    return life.isAlive
      ? [...judgeAlive(this.#run, life, exchange), ...judgeShown(this.#run, life, exchange)]
      : judgeDead(this.#run, this.#place, exchange);
  }

  async #list(): Promise<readonly Breach[]> {
    const { collection, parents, list: operation } = this.#place;
    const listing = operation && (await list(this.#run, collection, parents));
    return listing ? judgeList(this.#run, this.#place, { listing, lives: [...this.#lives.values()] }) : [];
  }

  async #readUnknown(): Promise<readonly Breach[]> {
    const { read } = this.#place;
    const [life] = this.#lives.values();
    if (!read || !life || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(life.id)) return [];
    const unknown = uuidFor(this.#run.settings.seed, `${read.id}:never:${this.#lives.size}`);
    const draft = await this.#draftFor(read, unknown);
    return draft ? judgeUnknown(this.#run, await this.#run.send(gone(draft))) : [];
  }

  async #update(life: Life, body: unknown): Promise<readonly Breach[]> {
    const { update } = this.#place;
    const plain = update && (await this.#draftFor(update, life.id));
    if (!plain) return [];
    const draft = withStepBody(plain, body);
    if (!life.isAlive) return this.#use(draft);
    const before = await see(this.#run, draft);
    const answer = await this.#run.send(draft);
    const said = sentObject(answer);
    if (!isAccepted(answer) || !said) return [];
    // PUT leaves nothing of what was said before.
    life.said = draft.method === 'PUT' ? said : { ...life.said, ...said };
    const after = before && (await see(this.#run, draft));
    return before && after ? judgeChange(this.#run, { draft, body: said, answer, before, after }) : [];
  }

  async #act(life: Life, operation: Operation): Promise<readonly Breach[]> {
    const plain = await this.#draftFor(operation, life.id);
    const draft = plain && (goodDrafts(this.#run, plain)[0]?.draft ?? plain);
    if (!draft) return [];
    if (!life.isAlive) return this.#use(draft);
    await this.#run.send(draft);
    life.isActedOn = true;
    return [];
  }

  async #delete(life: Life): Promise<readonly Breach[]> {
    const draft = await this.#draftFor(this.#place.remove, life.id);
    if (!draft) return [];
    const exchange = await this.#run.send(life.isAlive ? draft : gone(draft));
    // What is only asked for, or was deleted before, is no deletion (RFC 9110, section 15.3.3).
    if (isAccepted(exchange) && exchange.answer?.status !== 202) life.isAlive = false;
    return [];
  }

  /** Uses a thing that was deleted. PUT may make it again (RFC 9110, section 9.3.4). */
  async #use(draft: Draft): Promise<readonly Breach[]> {
    if (draft.method === 'PUT') return [];
    return judgeDead(this.#run, this.#place, await this.#run.send(gone(draft)));
  }

  async #draftFor(operation: Operation, id: string): Promise<Draft | undefined> {
    return draftAt(this.#run, operation, [...this.#place.parents, id]);
  }
}

/** That it is not found is the right answer, declared or not. */
const gone = (draft: Draft): Draft => ({
  ...draft,
  flaw: { description: 'for what does not exist', refusals: ['404', '410'], breaches: [] },
});
