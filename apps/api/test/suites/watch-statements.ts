import { type Kysely, type KyselyPlugin, PostgresQueryCompiler } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import type { Tables } from '../../src/store/tables.ts';
import { ownedTables } from '../snapshot.ts';
import { findBareStatements } from './bare-statements.ts';

/**
 * The same database, whose every statement must name the organization it is for. Call it where tests are
 * described: it looks back when all of them are over.
 */
export function watchStatements(database: Database): Database {
  const seen = new Set<string>();
  let tables: readonly string[] = [];
  beforeAll(async () => {
    tables = await ownedTables(database.kysely);
  });
  afterAll(() => {
    expect(tables).toContain('websites');
    expect(seen.size).toBeGreaterThan(0);
    expect(findBareStatements(seen, tables)).toEqual([]);
  });
  return { ...database, kysely: noteStatements(database.kysely, seen) };
}

/** Puts the text of every statement into a set. */
export function noteStatements(db: Kysely<Tables>, seen: Set<string>): Kysely<Tables> {
  const compiler = new PostgresQueryCompiler();
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      seen.add(compiler.compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return db.withPlugin(plugin);
}
