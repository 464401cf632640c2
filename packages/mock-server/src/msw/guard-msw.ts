import { type ContractGuard, createContractGuard, type GuardOptions } from '../guard/contract-guard.ts';
import type { MockSource } from '../mock-options.ts';

/** The part of `setupServer` and `setupWorker` that a guard listens to. */
export interface MswEvents {
  readonly events: {
    on(
      event: 'response:mocked',
      listener: (exchange: { readonly request: Request; readonly response: Response }) => void,
    ): unknown;
  };
}

/**
 * Holds every answer of hand-written handlers against the description. A mocked operation that does not exist, and a
 * body that is not as described, fail the test that met them:
 *
 *     const guard = await guardMsw(server, { model, description }, { baseUrl: 'https://api.example' });
 *     afterEach(() => guard.verify());
 *
 * @param server what `setupServer` or `setupWorker` gave
 */
export async function guardMsw(
  server: MswEvents,
  source: MockSource,
  options: GuardOptions,
): Promise<ContractGuard> {
  const guard = await createContractGuard(source, options);
  server.events.on('response:mocked', ({ request, response }) => guard.watch(request, response));
  return guard;
}
