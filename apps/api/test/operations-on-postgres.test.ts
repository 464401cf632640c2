import { afterAll, describe } from 'vitest';
import { openPostgres } from './databases.ts';
import { testOperations } from './suites/operations.ts';

const database = await openPostgres();

describe('on PostgreSQL', () => {
  testOperations(database);
});

afterAll(() => database.close());
