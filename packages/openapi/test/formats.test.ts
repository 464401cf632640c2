import { describe, expect, it } from 'vitest';
import { type Diagnostic, type FormatOptions, formatDiagnostics } from '../src/index.ts';

const text = 'paths:\n  /orders:\n    post:\n      responses:\n        "422": {}\n';

const diagnostic: Diagnostic = {
  rule: 'error-is-problem',
  severity: 'error',
  message: '`POST /orders` answers 422 without a problem body.',
  place: {
    file: '/repo/spec/orders.yaml',
    pointer: '/paths/~1orders/post/responses/422',
    line: 5,
    column: 9,
  },
  help: 'Reference `#/components/responses/Problem`.',
  related: [{ file: '/repo/spec/problem.yaml', pointer: '', line: 1, column: 1 }],
};
const warning: Diagnostic = {
  rule: 'tag-known',
  severity: 'warning',
  message: 'The tag `x` is not declared.',
  place: { file: '/repo/spec/orders.yaml', pointer: '/tags', line: 1, column: 1 },
};
const info: Diagnostic = {
  ...warning,
  severity: 'info',
  rule: 'note',
  place: { file: 'https://a.example/b.yaml', pointer: '' },
};

const format = (
  format: FormatOptions['format'],
  diagnostics: readonly Diagnostic[] = [diagnostic, warning, info],
) =>
  formatDiagnostics(diagnostics, {
    format,
    cwd: '/repo',
    textOf: (file) => (file.endsWith('orders.yaml') ? text : undefined),
  });

/** What a document may carry to lie on a terminal. */
const hostile: Diagnostic = {
  ...diagnostic,
  message: 'Name \u001b[31mred\u001b[0m \u202e \u0007 ::error::x <&"\'> ]]> %0A\nnext',
  place: { ...diagnostic.place, pointer: '/\u001b[2J', file: '/repo/spec/a\nb,c:d.yaml' },
};

describe('text', () => {
  it('shows place, severity, rule, message, pointer, code frame, related place and help', () => {
    expect(format('text', [diagnostic])).toBe(`spec/orders.yaml:5:9  error  error-is-problem
  \`POST /orders\` answers 422 without a problem body.
  at /paths/~1orders/post/responses/422
    4 |       responses:
    5 |         "422": {}
      |         ^
    6 |
  see spec/problem.yaml:1:1
  help: Reference \`#/components/responses/Problem\`.

1 error in 1 file
`);
  });

  it('counts what it found, and says nothing when there is nothing', () => {
    expect(format('text')).toMatch(/\n1 error, 1 warning, 1 info in 2 files\n$/);
    expect(format('text', [])).toBe('');
  });

  it('shows control characters of the document escaped, in messages, names and code frames', () => {
    const shown = formatDiagnostics([hostile], {
      format: 'text',
      cwd: '/repo',
      textOf: () => `${'\n'.repeat(4)}a\u001b[31m\u202eb\n`,
    });
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(shown).toContain('\\u001b[31mred');
    expect(shown).toContain('a\\u001b[31m\\u202eb');
  });

  it('has colours only when they are asked for', () => {
    expect(format('text')).not.toContain('\u001b[');
    expect(formatDiagnostics([diagnostic], { format: 'text', color: true })).toContain(
      '\u001b[31merror\u001b[0m',
    );
  });

  it('cuts a line of megabytes to a window around the column', () => {
    const long = { ...diagnostic, place: { ...diagnostic.place, line: 1, column: 5_000_001 } };
    const shown = formatDiagnostics([long], {
      format: 'text',
      textOf: () => `${'a'.repeat(5_000_000)}b${'c'.repeat(5_000_000)}`,
    });
    expect(shown).toContain(`| ${'a'.repeat(50)}b${'c'.repeat(49)}\n`);
    expect(shown.length).toBeLessThan(1_000);
  });
});

describe('order', () => {
  it('is by file, line, column, rule and message, whatever the order of finding', () => {
    expect(format('json', [info, warning, diagnostic])).toBe(format('json', [diagnostic, info, warning]));
    expect(JSON.parse(format('json')).map(({ rule }: Diagnostic) => rule)).toEqual([
      'tag-known',
      'error-is-problem',
      'note',
    ]);
  });

  it('tells the same problem once', () => {
    expect(JSON.parse(format('json', [diagnostic, { ...diagnostic }]))).toHaveLength(1);
  });
});

describe('every format', () => {
  it.each(['text', 'json', 'sarif', 'junit', 'github'] as const)(
    '%s shows nothing that moves or colours other text',
    (name) => {
      const shown = format(name, [{ ...hostile, message: `${hostile.message} \u009b31m \u2066 \u007f` }]);
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(shown).toMatch(/u009b31m/);
    },
  );
});

describe('json', () => {
  it('is one array with everything in it', () => {
    expect(JSON.parse(format('json', [diagnostic]))).toEqual([
      {
        rule: 'error-is-problem',
        severity: 'error',
        message: diagnostic.message,
        file: 'spec/orders.yaml',
        line: 5,
        column: 9,
        pointer: '/paths/~1orders/post/responses/422',
        help: diagnostic.help,
        related: [{ file: 'spec/problem.yaml', line: 1, column: 1, pointer: '' }],
      },
    ]);
  });
});

describe('sarif', () => {
  it('is a log of version 2.1.0 with rules, levels and places', () => {
    const log = JSON.parse(format('sarif'));
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0].tool.driver.rules).toEqual([
      { id: 'error-is-problem' },
      { id: 'note' },
      { id: 'tag-known' },
    ]);
    expect(log.runs[0].results.map(({ level }: { level: string }) => level)).toEqual([
      'warning',
      'error',
      'note',
    ]);
    expect(log.runs[0].results[1]).toMatchObject({
      ruleId: 'error-is-problem',
      ruleIndex: 0,
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'spec/orders.yaml' },
            region: { startLine: 5, startColumn: 9 },
          },
          logicalLocations: [{ fullyQualifiedName: '/paths/~1orders/post/responses/422' }],
        },
      ],
      relatedLocations: [{ id: 0, physicalLocation: { artifactLocation: { uri: 'spec/problem.yaml' } } }],
    });
  });

  it('writes file names as URIs', () => {
    const uriOf = (file: string) => {
      const log = JSON.parse(format('sarif', [{ ...diagnostic, place: { ...diagnostic.place, file } }]));
      return log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
    };
    expect(uriOf('/repo/spec/my file#1.yaml')).toBe('spec/my%20file%231.yaml');
    expect(uriOf('/elsewhere/a b.yaml')).toBe('file:///elsewhere/a%20b.yaml');
    expect(uriOf('https://a.example/b.yaml')).toBe('https://a.example/b.yaml');
  });
});

describe('junit', () => {
  it('has a suite for each file and failures for errors only', () => {
    const xml = format('junit');
    expect(xml).toContain('<testsuites name="plumbline" tests="3" failures="1">');
    expect(xml).toContain('<testsuite name="spec/orders.yaml" tests="2" failures="1">');
    expect(xml).toContain(
      '<testcase name="error-is-problem at spec/orders.yaml:5:9" classname="spec/orders.yaml"><failure message="`POST /orders`',
    );
  });

  it('is well-formed whatever the document says', () => {
    const xml = format('junit', [hostile]);
    expect(xml.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(xml).toContain('&lt;&amp;&quot;&apos;&gt; ]]&gt;');
  });
});

describe('github', () => {
  it('is one command a line', () => {
    expect(format('github', [diagnostic, warning])).toBe(
      '::warning file=spec/orders.yaml,line=1,col=1,title=tag-known::The tag `x` is not declared.\n' +
        '::error file=spec/orders.yaml,line=5,col=9,title=error-is-problem::`POST /orders` answers 422 without a problem body.%0Ahelp: Reference `#/components/responses/Problem`.\n',
    );
  });

  it('lets nothing in the document begin a command of its own', () => {
    const lines = format('github', [hostile]).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^::error file=spec\/a%0Ab%2Cc%3Ad\.yaml,line=5/);
    expect(lines[0]).toContain('%250A%0Anext');
  });
});
