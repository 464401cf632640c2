/** A small description that shows how a good one is written, and passes `lint --preset strict`. */
const description = `openapi: 3.1.1
info:
  title: Notes
  version: 1.0.0
  description: Keeps short notes. Replace it by your own API.
  license: { name: MIT, identifier: MIT }
servers:
  - url: https://notes.example
    description: Production
tags:
  - name: Notes
    description: Short texts.
security:
  - token: []
paths:
  /notes:
    get:
      operationId: listNotes
      tags: [Notes]
      summary: List notes
      description: Every note, the newest first.
      responses:
        '200':
          description: The notes.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Note' } }
              examples:
                two: { value: [{ id: 2, text: Buy milk }, { id: 1, text: Call Ada }] }
        '401': { $ref: '#/components/responses/Unauthorized' }
    post:
      operationId: addNote
      tags: [Notes]
      summary: Add a note
      description: Keeps a text.
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewNote' }
            examples:
              milk: { value: { text: Buy milk } }
      responses:
        '201':
          description: The new note.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Note' }
              examples:
                milk: { value: { id: 3, text: Buy milk } }
        '400': { $ref: '#/components/responses/BadRequest' }
        '401': { $ref: '#/components/responses/Unauthorized' }
  /notes/{id}:
    get:
      operationId: getNote
      tags: [Notes]
      summary: Get a note
      description: One note by its number.
      parameters:
        - name: id
          in: path
          required: true
          description: Its number.
          schema: { type: integer, minimum: 1 }
          example: 1
      responses:
        '200':
          description: The note.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Note' }
              examples:
                one: { value: { id: 1, text: Call Ada } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '404': { $ref: '#/components/responses/NotFound' }
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
      description: A token of the API.
  schemas:
    NewNote:
      type: object
      required: [text]
      additionalProperties: false
      properties:
        text: { type: string, minLength: 1, maxLength: 200, description: What it says. }
    Note:
      type: object
      required: [id, text]
      properties:
        id: { type: integer, minimum: 1, description: Its number. }
        text: { type: string, minLength: 1, maxLength: 200, description: What it says. }
    Problem:
      type: object
      required: [type, title, status]
      properties:
        type: { type: string, description: What kind of problem it is. }
        title: { type: string, description: The same for people. }
        status: { type: integer, description: The status of the answer. }
        detail: { type: string, description: What is wrong with this request. }
  responses:
    BadRequest:
      description: The request is not as described.
      content:
        application/problem+json:
          schema: { $ref: '#/components/schemas/Problem' }
          examples:
            invalid: { value: { type: 'https://notes.example/errors/invalid', title: Invalid request, status: 400 } }
    Unauthorized:
      description: No usable token.
      content:
        application/problem+json:
          schema: { $ref: '#/components/schemas/Problem' }
          examples:
            missing: { value: { type: 'https://notes.example/errors/unauthorized', title: Unauthorized, status: 401 } }
    NotFound:
      description: No such note.
      content:
        application/problem+json:
          schema: { $ref: '#/components/schemas/Problem' }
          examples:
            unknown: { value: { type: 'https://notes.example/errors/not-found', title: Not found, status: 404 } }
`;

const config = `import type { PlumblineConfig } from 'plumbline';

export default {
  description: 'openapi.yaml',
  lint: { preset: 'strict', failOn: 'warning' },
  generate: { out: 'src/generated' },
  docs: { out: 'dist/docs' },
  test: { target: 'http://127.0.0.1:3000' },
} satisfies PlumblineConfig;
`;

/** Runs in a repository that has plumbline among its dev dependencies and \`npm start\` for its server. */
const workflow = `# Holds the API against its description on each pull request.
name: API
on: pull_request
permissions:
  contents: read
jobs:
  contract:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - name: The description has no findings
        run: npx plumbline lint --format github
      - name: The generated code is fresh
        run: npx plumbline generate --check
      - name: Nothing breaks clients
        run: |
          git worktree add --detach "$RUNNER_TEMP/before" "origin/$GITHUB_BASE_REF"
          npx plumbline bundle "$RUNNER_TEMP/before/openapi.yaml" --out "$RUNNER_TEMP/before.json"
          npx plumbline bundle openapi.yaml --out "$RUNNER_TEMP/after.json"
          npx redocly diff "$RUNNER_TEMP/before.json" "$RUNNER_TEMP/after.json" --config .github/redocly-diff.yaml
        env:
          REDOCLY_TELEMETRY: 'off'
      - name: The server keeps what the description promises
        run: |
          npm start &
          curl --silent --output /dev/null --retry 30 --retry-delay 1 --retry-all-errors http://127.0.0.1:3000/
          npx plumbline test --report junit --output report.xml
        env:
          PLUMBLINE_TOKEN: \${{ secrets.API_TOKEN }}
`;

const diffConfig = `# Without these rules \`redocly diff\` compares and calls nothing breaking.
extends:
  - recommended
  - diff-recommended
`;

/** What \`plumbline init\` writes, by path. */
export const templates: ReadonlyMap<string, string> = new Map([
  ['openapi.yaml', description],
  ['plumbline.config.ts', config],
  ['.github/workflows/api.yml', workflow],
  ['.github/redocly-diff.yaml', diffConfig],
]);
