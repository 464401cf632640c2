import type { Operation } from '../operation.ts';
import { serviceUnavailable } from '../problems.ts';

export const getHealthReady: Operation<'getHealthReady'> = async (_request, { health }) => {
  if (health.isStopping) throw serviceUnavailable('The service is stopping.');
  if (!(await health.databaseAnswers())) throw serviceUnavailable('The database does not answer.');
  return { status: 200, body: { status: 'ok' } };
};
