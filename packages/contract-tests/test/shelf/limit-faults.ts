/** Breaches of the rate limit, each with what it does. */
export const limitFaults = {
  'no-limit-headers': 'leaves out the rate-limit headers',
  'limit-on-errors': 'leaves them out on refusals',
  'limit-other': 'tells another limit than is in force',
  'reset-millis': 'gives the reset in milliseconds',
  'reset-past': 'gives a reset that has passed',
  'remaining-frozen': 'never lowers what remains',
  'remaining-high': 'tells more to remain than the limit',
  'writes-free': 'does not count writes',
  'refusals-refunded': 'gives requests back for each that it refuses',
  'never-refuses': 'refuses nobody',
  'refuses-late': 'serves one request more than the limit',
  'refuses-early': 'serves one request less than the limit',
  'no-retry-after': 'does not say when to come back',
  'retry-after-time': 'says at what second of the epoch to come back',
  'retry-after-short': 'says to come back too soon',
  'window-stays': 'begins no new window',
  'one-window': 'counts all libraries together',
  'window-per-token': 'counts each token by itself',
  'refused-executes': 'executes what it refuses',
  'refusal-plain': 'refuses in plain text',
} as const;

export type LimitFault = keyof typeof limitFaults;
