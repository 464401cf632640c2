/**
 * The CheckView API, started as its own `serve` does, on the database that the environment names. It writes
 * no log, and requests are counted against a rate limit that nobody reaches.
 */
import { readConfiguration, startService } from '@checkview/api';

const configuration = readConfiguration({ ...process.env, PORT: '0', LOG_LEVEL: 'silent' });
const service = await startService(configuration, { requestsPerMinute: 2_000_000_000 });
process.once('SIGTERM', async () => {
  await service.stop();
  process.exit(0);
});
process.send?.({ port: Number(new URL(service.url).port) });
