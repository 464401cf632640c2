import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testTestSteps } from './suites/test-steps.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testTestSteps(postgres));
describe('on the embedded database', () => testTestSteps(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));
