import type pg from 'pg';
import type { StatementNames } from './statement-names.ts';

/** One statement of SQL. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** For node-postgres. What has no parameters may be several statements, which cannot be prepared. */
export function toQueryConfig({ text, parameters }: Statement, names: StatementNames): pg.QueryConfig {
  const values = [...parameters];
  const name = values.length === 0 ? undefined : names.nameOf(text);
  return name === undefined ? { text, values } : { name, text, values };
}
