/** What finds the organization cannot ask for it. */
const exceptions = [
  // The caller, by the token, which is what names the organization.
  /^select .* from tokens inner join members .* where tokens\.secret_hash = \$1 /,
  // An invitation, by the e-mail address of the user that it was sent to.
  /^select .* from invites where invites\.id = \$1 and invites\.email = /,
  // Every organization that a user belongs to.
  /^select .* from members inner join organizations .* where members\.user_id = \$1 /,
];

/**
 * The statements that read or write a table without asking for one organization, neither by a parameter nor
 * by that of the row they belong to. Each subquery has to ask for itself.
 */
export function findBareStatements(statements: Iterable<string>, tables: readonly string[]): string[] {
  return [...statements]
    .map((statement) => statement.replaceAll('"', '').replaceAll(/\s+/g, ' ').trim())
    .filter((statement) => !exceptions.some((known) => known.test(statement)))
    .filter((statement) => queriesIn(statement).some((query) => isBare(query, tables)));
}

/** A statement and its subqueries, each without those within it. */
function queriesIn(statement: string): readonly string[] {
  const innermost = /\(([^()]*)\)/;
  const subqueries: string[] = [];
  let rest = statement;
  for (let found = innermost.exec(rest); found !== null; found = innermost.exec(rest)) {
    const [whole, text = ''] = found;
    const isQuery = /\bfrom\b/.test(text);
    if (isQuery) subqueries.push(text);
    // Brackets of another kind, so that they are not found again.
    rest = rest.replace(whole, () => (isQuery ? '[]' : `[${text}]`));
  }
  return [...subqueries, rest];
}

function isBare(query: string, tables: readonly string[]): boolean {
  const used = [...query.matchAll(/\b(?:from|join|update|into) (\w+)(?: as (\w+))?/g)];
  if (!used.some(([, table]) => tables.includes(table ?? ''))) return false;
  if (/\binto \w+ \[[^\]]*\borganization_id\b[^\]]*\] values\b/.test(query)) return false;
  const within = new Set(used.flatMap(([, table, alias]) => [table, alias]));
  const asked = [...query.matchAll(/\borganization_id = (?:\$\d+|(\w+)\.organization_id)/g)];
  // Two tables of the same organization say nothing of which one that is.
  return !asked.some(([, outer]) => outer === undefined || !within.has(outer));
}
