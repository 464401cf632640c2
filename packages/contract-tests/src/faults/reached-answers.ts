import type { ApiModel, Operation } from '@plumbline/openapi';
import { responseFor } from '../check/status.ts';
import type { Mutant } from './mutant.ts';
import type { TestedTarget } from './mutation-suite.ts';
import { createRouter } from './router.ts';

/**
 * The answers that a suite brings about without any fault. A fault in an answer that it never gets cannot show, so the
 * suite need not run again to say so.
 */
export class ReachedAnswers {
  readonly #model: ApiModel;
  readonly #paths = new Set<string>();
  readonly #answers = new Set<string>();

  constructor(model: ApiModel) {
    this.#model = model;
  }

  /** The same server, whose answers are noted. */
  watch(target: TestedTarget): TestedTarget {
    const router = createRouter(this.#model, target.baseUrl);
    return {
      ...target,
      fetch: async (request) => {
        const { method, url } = request;
        const response = await target.fetch(request);
        const route = router.find(method, url);
        for (const { path } of route?.operations ?? []) this.#paths.add(path);
        if (route?.operation) this.#note(route.operation, response.status);
        return response;
      },
    };
  }

  #note(operation: Operation, status: number): void {
    const declared = responseFor(operation, status);
    if (declared) this.#answers.add(`${operation.id} ${declared.status}`);
  }

  /** Whether the suite asked for the path of a mutant, and got an answer of the status that it breaks. */
  has({ operation: id, place: { status } }: Mutant): boolean {
    const operation = this.#model.operations.find((candidate) => candidate.id === id);
    if (!operation || !this.#paths.has(operation.path)) return false;
    return status === undefined || this.#answers.has(`${id} ${status}`);
  }
}
