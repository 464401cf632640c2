import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiModel, type Description, loadDescription, toApiModel } from '@plumbline/openapi';

/** A description of a file, with the places of its parts. */
export async function describedBy(
  yaml: string,
): Promise<{ readonly model: ApiModel; readonly description: Description }> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-mock-'));
  try {
    const file = join(folder, 'openapi.yaml');
    await writeFile(file, yaml);
    const loaded = await loadDescription(file);
    if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
    return { description: loaded.description, model: toApiModel(loaded.description).model };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Notes with an id: one operation of each kind that a client and a server can get wrong. */
export const notesYaml = `openapi: 3.1.1
info: { title: Notes, version: '1' }
security:
  - key: []
paths:
  /notes:
    get:
      operationId: listNotes
      security: []
      parameters:
        - name: limit
          in: query
          schema: { type: integer, maximum: 10 }
      responses:
        '200':
          description: Notes.
          headers:
            X-Total:
              required: true
              schema: { type: integer }
              example: 1
          content:
            application/json:
              schema:
                type: array
                items: { $ref: '#/components/schemas/Note' }
              example: [{ id: 1, text: Call Ada }]
        '400': { description: Not as described. }
    post:
      operationId: addNote
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Note' }
      responses:
        '201':
          description: The note.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Note' }
              example: { id: 1, text: Call Ada, editToken: s3cret }
        '400': { description: Not as described. }
        '401': { description: No key. }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Notes-Key }
  schemas:
    Note:
      type: object
      required: [id, text]
      properties:
        id: { type: integer }
        text:
          type: string
          maxLength: 20
        editToken: { type: string }
`;

/** The line of the first occurrence of a text in \`notesYaml\`. */
export function lineOf(text: string): number {
  return notesYaml.slice(0, notesYaml.indexOf(text)).split('\n').length;
}
