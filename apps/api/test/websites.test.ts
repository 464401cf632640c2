import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testWebsites } from './suites/websites.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testWebsites(postgres));
describe('on the embedded database', () => testWebsites(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));
