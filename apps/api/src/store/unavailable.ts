/** SQLSTATE classes and codes (PostgreSQL, appendix A) of trouble that passes: try again later. */
const passingStates = [
  '08', // connection exception
  '53', // insufficient resources: too many connections, disk full, out of memory
  '57', // operator intervention: shut down, starting up, statement timeout
  '58', // system error
  '25006', // read-only transaction: the server is a standby
  '25P03', // idle in transaction for too long
  '40001', // serialization failure
  '40P01', // deadlock detected
  '55P03', // lock not available
];

const passingSystemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** node-postgres says these without a code, and Kysely the last two. */
const passingMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|Postgres connection has been discarded)/;

/** Whether an error says that nothing more is to be had from the connection it came from. */
export function hasLostConnection(error: unknown): boolean {
  return isUnavailable(error) && !(error instanceof Error && 'code' in error && isServerState(error.code));
}

/** PostgreSQL's own codes have five characters; one of them shows that it did answer. */
function isServerState(code: unknown): boolean {
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE';
}

/** Whether an error says that the database cannot serve now, rather than that a query is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return passingMessages.test(error.message);
  return (
    passingSystemErrors.has(code) ||
    passingStates.some((state) => code.length === 5 && code.startsWith(state))
  );
}
