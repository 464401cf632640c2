import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testVariables } from './suites/variables.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testVariables(postgres));
describe('on the embedded database', () => testVariables(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));
