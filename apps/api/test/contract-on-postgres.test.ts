import { afterAll, describe } from 'vitest';
import { openPostgres } from './databases.ts';
import { loadModel, testContract } from './suites/contract.ts';

const [model, database] = await Promise.all([loadModel(), openPostgres()]);

describe('on PostgreSQL, in process', () => testContract(model, database, 'in process'));
describe('on PostgreSQL, over a socket', () => testContract(model, database, 'over a socket'));

afterAll(() => database.close());
