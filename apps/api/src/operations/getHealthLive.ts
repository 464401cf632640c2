import type { Operation } from '../operation.ts';

export const getHealthLive: Operation<'getHealthLive'> = () => ({ status: 200, body: { status: 'ok' } });
