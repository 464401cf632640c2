import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { loadModel, testContract } from './suites/contract.ts';
import { testOperations } from './suites/operations.ts';

// One for all, since it takes seconds of processor time to start.
const [model, database] = await Promise.all([loadModel(), openDatabase({ kind: 'memory' })]);

describe('on the embedded database', () => {
  testOperations(database);
});
describe('on the embedded database, in process', () => testContract(model, database, 'in process'));
describe('on the embedded database, over a socket', () => testContract(model, database, 'over a socket'));

afterAll(() => database.close());
