import type { Operation } from '../operation.ts';
import { version } from '../version.ts';

export const getHealth: Operation<'getHealth'> = async (_request, { health }) => {
  const isUp = await health.databaseAnswers();
  return {
    status: 200,
    body: {
      status: isUp ? 'ok' : 'degraded',
      version,
      time: new Date().toISOString(),
      checks: [{ name: 'database', status: isUp ? 'ok' : 'failed' }],
    },
  };
};
