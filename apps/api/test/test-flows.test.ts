import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testTestFlows } from './suites/test-flows.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testTestFlows(postgres));
describe('on the embedded database', () => testTestFlows(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));
