import { describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { openPostgres } from './databases.ts';
import { testAuthorisation } from './suites/authorisation.ts';
import { loadModel } from './suites/contract.ts';

const model = await loadModel();
const postgres = await openPostgres();
const embedded = await openDatabase({ kind: 'memory' });

describe('authorisation on PostgreSQL', () => testAuthorisation(model, postgres));
describe('authorisation on the embedded database', () => testAuthorisation(model, embedded));
