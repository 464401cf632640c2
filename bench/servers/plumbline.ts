/** `createServer` over the contract that `plumbline generate` made of the description: all checks on. */
import { createServer as createHttpServer } from 'node:http';
import type { Contract } from '@plumbline/runtime/contract';
import { toNodeListener } from '@plumbline/runtime/node';
import { createServer, type Handler, type HandlerRequest } from '@plumbline/runtime/server';
import { listenAndTell } from './listening.ts';
import { type NewOrder, placeOrder } from './order.ts';

// Made before this process starts, so the compiler cannot know it; its types are tested with the generator.
const [generatedServer = ''] = process.argv.slice(2);
const { contract } = (await import(generatedServer)) as { readonly contract: Contract };

const createOrder: Handler = ({ path, query, body }: HandlerRequest) => ({
  status: 201,
  // Safe: checked against the description before this is called.
  body: placeOrder(path.customerId as string, query.dryRun as boolean, body as NewOrder),
});
const unused: Handler = () => {
  throw new TypeError('The benchmark does not ask for this.');
};

const server = createServer(
  contract,
  { createOrder, getOrder: unused },
  // A wrong answer is no answer here: it must end the measurement.
  { validateResponses: 'throw' },
);
listenAndTell(createHttpServer(toNodeListener(server)));
