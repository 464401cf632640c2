import { describe } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { testOperations } from './suites/operations.ts';

describe('on the embedded database', () => {
  testOperations(() => openDatabase({ kind: 'memory' }));
});
