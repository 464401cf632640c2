import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Limits, loadDescription } from '../src/index.ts';
import { lintDescription } from '../src/lint/lint-description.ts';
import { type Files, type ReadInFolder, read, told, writeFolder } from './description-folder.ts';

const description = `openapi: 3.1.1
info: { title: Kennel, version: 1.0.0, description: Old words. }
tags: [{ name: dogs }, { name: cats }, { name: fish }]
paths:
  /dogs:
    get:
      operationId: listDogs
      tags: [dogs, draft]
      parameters:
        - { name: filter, in: query, schema: { type: string } }
        - { name: page, in: query, schema: { type: integer } }
      responses: { '200': { description: Dogs. } }
    post:
      operationId: addDog
      responses: { '201': { description: A dog. } }
  /cats:
    get:
      operationId: listCats
      parameters: []
      responses: { '200': { description: Cats. } }
  /fish: { $ref: 'fish.yaml' }
`;

const fish = 'get: { operationId: listFish, responses: { "200": { description: Fish. } } }\n';

/** An overlay with these actions, each a line of flow YAML. */
const overlay = (actions: readonly string[], version = '1.1.0'): string =>
  `overlay: ${version}\ninfo: { title: Test, version: '1' }\nactions:\n${actions.map((action) => `  - ${action}\n`).join('')}`;

/** Reads the description with overlays, which stand beside it as `0.yaml`, `1.yaml`, …. */
async function overlaid(overlays: readonly string[], options: ReadInFolder = {}, more: Files = {}) {
  const named = Object.fromEntries(overlays.map((text, index) => [`${index}.yaml`, text]));
  const folder = writeFolder({ 'openapi.yaml': description, 'fish.yaml': fish, ...named, ...more });
  return read(folder, {
    overlays: overlays.map((_, index) => path.join(folder, `${index}.yaml`)),
    ...options,
  });
}

/** The part of the bundle at these names, with nothing to be told of it. */
async function partOf(overlays: readonly string[], ...names: readonly string[]): Promise<unknown> {
  const result = await overlaid(overlays);
  expect(told(result)).toEqual([]);
  if (!result.ok) throw new Error('It was refused.');
  return names.reduce<unknown>((node, name) => Reflect.get(Object(node), name), result.loaded.bundle);
}

describe('an action', () => {
  const dogs = ['paths', '/dogs', 'get'];
  test.each<[what: string, actions: readonly string[], at: readonly string[], want: unknown]>([
    ['adds members to an object', ['{ target: $.info, update: { x-by: us } }'], ['info', 'x-by'], 'us'],
    [
      'replaces a primitive through the object around it',
      ['{ target: $.info, update: { description: New words. } }'],
      ['info'],
      { title: 'Kennel', version: '1.0.0', description: 'New words.' },
    ],
    [
      'mirrors the structure of the description from its root',
      ['{ target: $, update: { paths: { /dogs: { get: { summary: All dogs } } } } }'],
      [...dogs, 'summary'],
      'All dogs',
    ],
    [
      'appends an object to an array',
      ['{ target: $.tags, update: { name: birds } }'],
      ['tags'],
      [{ name: 'dogs' }, { name: 'cats' }, { name: 'fish' }, { name: 'birds' }],
    ],
    [
      'concatenates arrays, also within an update',
      [
        `{ target: "$.paths['/dogs'].get", update: { tags: [more] } }`,
        '{ target: $.paths.*.get.tags, update: [a, b] }',
      ],
      [...dogs, 'tags'],
      ['dogs', 'draft', 'more', 'a', 'b'],
    ],
    [
      'updates every node of a wildcard',
      ['{ target: $.paths.*.get, update: { x-safe: true } }'],
      ['paths', '/cats', 'get', 'x-safe'],
      true,
    ],
    [
      'updates what a filter selects',
      [
        "{ target: \"$.paths.*.get.parameters[?@.name=='filter' && @.in=='query']\", update: { schema: { maxLength: 9 } } }",
      ],
      [...dogs, 'parameters', '0', 'schema'],
      { type: 'string', maxLength: 9 },
    ],
    [
      'removes several items of one array',
      ['{ target: "$.tags[?@.name != \'cats\']", remove: true }'],
      ['tags'],
      [{ name: 'cats' }],
    ],
    [
      'removes members',
      [`{ target: "$.paths['/dogs'].post", remove: true }`],
      ['paths', '/dogs', 'post'],
      undefined,
    ],
    ['removes a node and one within it at once', ['{ target: $.tags..*, remove: true }'], ['tags'], []],
    [
      'removes what a later action makes anew',
      ['{ target: $.tags, remove: true }', '{ target: $, update: { tags: [{ name: new }] } }'],
      ['tags'],
      [{ name: 'new' }],
    ],
    [
      'lets remove win over update',
      [`{ target: "$.paths['/dogs'].post", update: { x-a: 1 }, remove: true }`],
      ['paths', '/dogs', 'post'],
      undefined,
    ],
    [
      'of version 1.1 replaces and removes primitives',
      [
        '{ target: $.info.description, update: Newer. }',
        '{ target: "$..tags[?@ == \'draft\']", remove: true }',
      ],
      [],
      expect.objectContaining({
        info: { title: 'Kennel', version: '1.0.0', description: 'Newer.' },
        paths: expect.objectContaining({
          '/dogs': expect.objectContaining({ get: expect.objectContaining({ tags: ['dogs'] }) }),
        }),
      }),
    ],
    [
      'of version 1.1 copies a node into others',
      ['{ target: "$.paths[\'/cats\'].get.parameters", copy: "$.paths[\'/dogs\'].get.parameters" }'],
      ['paths', '/cats', 'get', 'parameters', '1', 'name'],
      'page',
    ],
    [
      'counts a node that its query selects twice once',
      ["{ target: \"$['tags','tags']\", update: { name: birds } }"],
      ['tags', 'length'],
      4,
    ],
    [
      'takes `__proto__` as a name like any other',
      [
        '{ target: $, update: { x-a: { __proto__: { polluted: 1 } } } }',
        "{ target: \"$['x-a']['__proto__']\", update: { more: 2 } }",
      ],
      ['x-a'],
      JSON.parse('{ "__proto__": { "polluted": 1, "more": 2 } }'),
    ],
  ])('%s', async (_, actions, at, want) => {
    expect(await partOf([overlay(actions)], ...at)).toEqual(want);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('changes one of two values that an alias shares', async () => {
    const shared = 'openapi: 3.1.1\ninfo: &info { title: A, version: "1" }\nx-info: *info\npaths: {}\n';
    const result = await overlaid(
      [overlay(['{ target: $.info, update: { title: B } }'])],
      {},
      { 'openapi.yaml': shared },
    );
    expect(result).toMatchObject({
      ok: true,
      loaded: { bundle: { info: { title: 'B' }, 'x-info': { title: 'A' } } },
    });
  });

  it('is seen by references of other files into the root document', async () => {
    const more = {
      'fish.yaml': "get: { responses: { '200': { $ref: 'openapi.yaml#/components/responses/Fish' } } }\n",
    };
    const added = overlay([
      '{ target: $, update: { components: { responses: { Fish: { description: Fish. } } } } }',
    ]);
    expect(told(await overlaid([added], {}, more))).toEqual([]);
    expect(told(await overlaid([], {}, more))).toEqual(['ref-leads-nowhere fish.yaml:1:36']);
  });
});

describe('several overlays', () => {
  it('apply in their order, each to what the one before it left', async () => {
    const overlays = [
      overlay(['{ target: $.info, update: { x-by: first } }'], '1.0.0'),
      overlay(['{ target: "$[?@.x-by == \'first\']", update: { x-by: second } }']),
    ];
    expect(await partOf(overlays, 'info', 'x-by')).toBe('second');
    expect(told(await overlaid(overlays.toReversed()))).toEqual(['overlay-without-effect 0.yaml:4:15']);
  });

  it('may be JSON, stand anywhere and be links', async () => {
    const json = JSON.stringify({
      overlay: '1.0.0',
      info: { title: 'Test', version: '1' },
      actions: [{ target: '$.info', update: { 'x-by': 'json' } }],
    });
    const elsewhere = writeFolder({ 'o.json': json });
    symlinkSync(path.join(elsewhere, 'o.json'), path.join(elsewhere, 'link'));
    const result = await overlaid([], { overlays: [path.join(elsewhere, 'link')] });
    expect(result).toMatchObject({ ok: true, loaded: { bundle: { info: { 'x-by': 'json' } } } });
  });
});

describe('an overlay that does nothing', () => {
  test.each<[what: string, action: string, help: string]>([
    [
      'a slip in a name',
      '{ target: "$.paths[\'/dog\'].get", update: {} }',
      '`$.paths` has no `/dog`. Did you mean `/dogs`?',
    ],
    ['a name that nothing is like', '{ target: $.webhooks.gone, update: {} }', '`$` has no `webhooks`.'],
    [
      'what stands behind a reference',
      '{ target: "$.paths[\'/fish\'].get", update: {} }',
      "`$.paths['/fish']` is the reference `fish.yaml`; overlays change the root document as it is written, and follow none.",
    ],
    [
      'a filter that nothing passes',
      '{ target: "$.tags[?@.name == \'none\']", update: {} }',
      'Correct the action, or remove it.',
    ],
    ['no modifier', '{ target: $.info }', 'Correct the action, or remove it.'],
  ])('is warned of: %s', async (_, action, help) => {
    const result = await overlaid([overlay([action])]);
    expect(result).toMatchObject({
      ok: true,
      findings: [{ rule: 'overlay-without-effect', severity: 'warning', place: { line: 4 }, help }],
    });
  });

  it('is warned of when it names another description, and not when it names this one', async () => {
    const naming = (file: string) =>
      `${overlay(['{ target: $.info, update: { x-a: 1 } }'])}extends: ${file}\n`;
    expect(told(await overlaid([naming('./other.yaml')]))).toEqual(['overlay-extends 0.yaml:5:10']);
    expect(told(await overlaid([naming('./openapi.yaml')]))).toEqual([]);
    expect(told(await overlaid([naming('https://kennel.example/openapi.yaml')]))).toEqual([]);
  });
});

describe('an overlay that cannot be applied', () => {
  const head = "info: { title: Test, version: '1' }\n";
  test.each<[what: string, text: string, want: readonly string[]]>([
    ['no overlay', 'openapi: 3.1.1\n', ['overlay-malformed 0.yaml:1:1']],
    ['an array', '[]\n', ['overlay-malformed 0.yaml:1:1']],
    [
      'a version that is not read',
      `overlay: 2.0.0\n${head}actions: [{ target: $ }]\n`,
      ['overlay-malformed 0.yaml:1:10'],
    ],
    ['no actions', `overlay: 1.0.0\n${head}`, ['overlay-malformed 0.yaml:1:1']],
    ['empty actions', `overlay: 1.0.0\n${head}actions: []\n`, ['overlay-malformed 0.yaml:3:1']],
    [
      'no title',
      'overlay: 1.0.0\ninfo: { version: 1 }\nactions: [{ target: $.info, remove: true }]\n',
      ['overlay-malformed 0.yaml:2:1', 'overlay-malformed 0.yaml:2:18'],
    ],
    ['an unknown field', overlay(['{ target: $, updat: {} }']), ['overlay-malformed 0.yaml:4:18']],
    ['no target', overlay(['{ update: {} }']), ['overlay-malformed 0.yaml:4:5']],
    [
      'remove that is no boolean',
      overlay(['{ target: $.info, remove: yes }']),
      ['overlay-malformed 0.yaml:4:31'],
    ],
    [
      'copy in version 1.0',
      overlay(['{ target: $, copy: $.info }'], '1.0.0'),
      ['overlay-malformed 0.yaml:4:24'],
    ],
    [
      'update and copy at once',
      overlay(['{ target: $, copy: $.info, update: {} }']),
      ['overlay-malformed 0.yaml:4:5'],
    ],
    ['no JSONPath', overlay(['{ target: paths, update: {} }']), ['overlay-target 0.yaml:4:15']],
    [
      'JSONPath that ends early',
      overlay(["{ target: '$.paths[', update: {} }"]),
      ['overlay-target 0.yaml:4:15'],
    ],
    [
      'a primitive in version 1.0',
      overlay(['{ target: $.info.title, update: A }'], '1.0.0'),
      ['overlay-target 0.yaml:4:15'],
    ],
    ['the root removed', overlay(['{ target: $, remove: true }']), ['overlay-target 0.yaml:4:15']],
    [
      'nodes of several kinds',
      overlay(['{ target: $.info.*, update: a }', '{ target: $.*, update: {} }']),
      ['overlay-target 0.yaml:5:15'],
    ],
    [
      'copy of several nodes',
      overlay(['{ target: $.info, copy: $.tags.* }']),
      ['overlay-target 0.yaml:4:29'],
    ],
    ['copy of nothing', overlay(['{ target: $.info, copy: $.none }']), ['overlay-target 0.yaml:4:29']],
    [
      'an object into a primitive',
      overlay(['{ target: $, update: { info: { title: { a: 1 } } } }']),
      ['overlay-update 0.yaml:4:36'],
    ],
    [
      'a primitive into an object',
      overlay(['{ target: $.info, update: 1 }']),
      ['overlay-update 0.yaml:4:31'],
    ],
    [
      'another version of OpenAPI',
      overlay(['{ target: $, update: { openapi: 2.0.0 } }']),
      ['openapi-version 0.yaml:4:37'],
    ],
    ['no YAML', 'overlay: [\n', ['syntax 0.yaml:2:1']],
  ])('stops the load and is told with its place: %s', async (_, text, want) => {
    const result = await overlaid([text]);
    expect(result.ok).toBe(false);
    expect(told(result)).toEqual(want);
  });

  it('is named with the part of the description it does not fit', async () => {
    const result = await overlaid([
      overlay(['{ target: "$.paths[\'/cats\'].get", update: { parameters: { a: 1 } } }']),
    ]);
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message: 'An object cannot be merged into an array.',
          place: { pointer: '/actions/0/update/parameters' },
          related: [{ pointer: '/paths/~1cats/get/parameters', line: 19 }],
        },
      ],
    });
  });

  it('is told when it is not there', async () => {
    expect(told(await overlaid([], { overlays: ['/none/of.yaml'] }))).toEqual([
      expect.stringMatching(/^file-unreadable .*of\.yaml:undefined/),
    ]);
  });

  test.each<[what: string, limits: Partial<Limits>, actions: readonly string[], want: string]>([
    [
      'values',
      { nodes: 150 },
      Array.from(
        { length: 9 },
        (_, at) => `{ target: $, update: { x-${at}: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] } }`,
      ),
      'limit-nodes',
    ],
    [
      'levels',
      { depth: 8 },
      ['{ target: $.info, update: { x-a: {} } }', '{ target: $.info.x-a, copy: $ }'],
      'limit-depth',
    ],
    ['files', { files: 2 }, ['{ target: $, update: { x-a: 1 } }'], 'limit-files'],
  ])('is held to the bounds of the load: %s', async (_, limits, actions, want) => {
    const result = await overlaid([overlay(actions)], { limits });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: want }] });
    expect(told(await overlaid([overlay(['{ target: $, update: { x-a: 1 } }'])]))).toEqual([]);
  });
});

describe('places', () => {
  const actions = overlay([
    '{ target: "$.tags[?@.name == \'dogs\']", remove: true }',
    "{ target: \"$.paths['/cats'].get\", update: { x-added: { $ref: '#/nowhere' } } }",
    '{ target: "$.paths[\'/cats\'].get.parameters", copy: "$.paths[\'/dogs\'].get.parameters" }',
  ]);

  it('lead to the overlay for what it brought, and to the description for the rest', async () => {
    const result = await overlaid([actions]);
    expect(told(result)).toEqual(['ref-leads-nowhere 0.yaml:5:66']);
    if (!result.ok) return;
    const placeOf = (pointer: string) => {
      const { file, line } = result.loaded.locate(result.loaded.sourceOf(pointer));
      return `${path.basename(file)}:${line}`;
    };
    expect(placeOf('/paths/~1cats/get/x-added')).toBe('0.yaml:5');
    expect(placeOf('/paths/~1cats/get/operationId')).toBe('openapi.yaml:18');
    expect(placeOf('/paths/~1cats/get/parameters/1')).toBe('openapi.yaml:11');
    expect(placeOf('/paths/~1fish/get')).toBe('fish.yaml:1');
    expect(result.loaded.sourceOf('/tags/0/name').pointer).toBe('/tags/1/name');
  });

  it('of findings of every lint engine do, too', async () => {
    const result = await overlaid([
      overlay([
        '{ target: "$.tags[0]", remove: true }',
        '{ target: "$.paths[\'/cats\'].get", update: { x-contract-resource: cats, sumary: Cats } }',
      ]),
    ]);
    if (!result.ok) throw new Error('It was refused.');
    const found = await lintDescription(result.loaded, { configFolder: result.folder });
    const inOverlay = found.filter(({ place }) => place.file.endsWith('0.yaml'));
    expect(inOverlay.map(({ rule, place }) => `${rule} ${place.pointer}`)).toEqual(
      expect.arrayContaining([
        'behaviour-malformed /actions/1/update/x-contract-resource',
        'redocly/struct /actions/1/update/sumary',
      ]),
    );
    const tags = found.filter(({ rule }) => rule === 'redocly/tag-description');
    expect(tags.map(({ place }) => place.pointer)).toEqual(['/tags/1/description', '/tags/2/description']);
  });
});

describe('loadDescription', () => {
  it('applies overlays in its thread, and ends a pattern that backtracks without end', async () => {
    const evil = '{ target: "$..[?match(@.description, \'(a+)+b\')]", update: { x-a: 1 } }';
    const long = description.replace('Old words.', 'a'.repeat(60));
    const folder = writeFolder({
      'openapi.yaml': long,
      'fish.yaml': fish,
      'good.yaml': overlay(['{ target: $.info, update: { x-by: us } }']),
      'evil.yaml': overlay([evil]),
    });
    const load = (name: string, milliseconds: number) =>
      loadDescription(path.join(folder, 'openapi.yaml'), {
        overlays: [path.join(folder, name)],
        limits: { milliseconds },
      });
    const good = await load('good.yaml', 20_000);
    expect(good).toMatchObject({ ok: true, description: { document: { info: { 'x-by': 'us' } } } });
    if (!good.ok) return;
    const { files, locate, sourceOf } = good.description;
    expect(files.map((file) => path.basename(file))).toEqual(['openapi.yaml', 'good.yaml', 'fish.yaml']);
    expect(locate(sourceOf('/info/x-by'))).toMatchObject({ file: files[1], line: 4 });
    expect(await load('evil.yaml', 1_000)).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'limit-time' }],
    });
  });
});
