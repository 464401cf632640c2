import { readConfiguration } from './configuration.ts';
import { explainStop } from './explain-stop.ts';
import { startService } from './service.ts';

/** Starts the CheckView API as the environment says, and stops it on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const service = await startService(readConfiguration(process.env));
  const { url, logger, database } = service;
  logger.info({ url, database: database.kind }, 'listening');
  const signal = await nextSignal();
  // A second signal ends the process at once.
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  logger.info({ signal }, 'stopping');
  await service.stop();
  logger.info('stopped');
  // The signal handlers just added would keep the process alive no longer than this.
  process.exit(0);
}

function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('SIGTERM'));
    process.once('SIGINT', () => resolve('SIGINT'));
  });
}

main().catch((error: unknown) => {
  console.error(explainStop(error));
  process.exitCode = 2;
});
