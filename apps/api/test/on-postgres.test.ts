import { describe } from 'vitest';
import { openPostgres } from './databases.ts';
import { testOperations } from './suites/operations.ts';

describe('on PostgreSQL', () => {
  testOperations(openPostgres);
});
