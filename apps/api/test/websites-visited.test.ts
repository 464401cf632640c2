import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testWebsiteVisits } from './suites/websites-visited.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testWebsiteVisits(postgres));
describe('on the embedded database', () => testWebsiteVisits(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));
