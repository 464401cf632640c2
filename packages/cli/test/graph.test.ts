import { expect, test } from 'vitest';
import { plumbline } from './command.ts';

test('shows what makes things and what needs them', async () => {
  const { code, stdout } = await plumbline(['graph', 'notes-3.1.yaml']);
  expect(code).toBe(0);
  expect(stdout).toBe('Note (/notes)\n  from  addNote, listNotes\n  for   getNote path id\n');
});

test('shows them to programs and as a drawing', async () => {
  const json = await plumbline(['graph', 'notes-3.1.yaml', '--format', 'json']);
  expect(JSON.parse(json.stdout).resources[0].producers).toEqual(['addNote', 'listNotes']);
  const mermaid = await plumbline(['graph', 'notes-3.1.yaml', '--format', 'mermaid']);
  expect(mermaid.stdout).toMatch(/^flowchart LR\n {2}t0\["Note"\]\n/);
});
