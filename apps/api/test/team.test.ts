import { afterAll, describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testTeam } from './suites/team.ts';

const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('on PostgreSQL', () => testTeam(postgres));
describe('on the embedded database', () => testTeam(embedded));

afterAll(() => Promise.all([postgres.close(), embedded.close()]));
