import { runAdmin } from './admin/run-admin.ts';

/** The administration of the CheckView API. It works on the database itself. */
process.exitCode = await runAdmin(process.argv.slice(2), process.env, {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
});
