import type { Operation } from '../context.ts';

export const getHealthLive: Operation<'getHealthLive'> = () => ({ status: 200, body: { status: 'ok' } });
