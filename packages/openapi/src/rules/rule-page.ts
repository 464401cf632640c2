import type { Rule } from './define-rule.ts';
import { presets } from './presets.ts';
import { rules } from './registry.ts';

/** The page of a rule, in Markdown. */
export function rulePage(rule: Rule): string {
  return `# ${rule.id}

${presetLine(rule)}

${rule.why}

**What to do:** ${rule.help}

## Breaks the rule

Reported at \`${rule.bad.at}\`.

\`\`\`yaml
${rule.bad.description.trim()}
\`\`\`

## Keeps the rule

\`\`\`yaml
${rule.good.trim()}
\`\`\`
`;
}

function presetLine({ id }: Rule): string {
  const shown = Object.entries(presets).flatMap(([name, preset]) =>
    preset[id] === undefined ? [] : [`${preset[id]} in \`${name}\``],
  );
  return `Severity: ${shown.join(', ')}.`;
}

/** The list of all rules, in Markdown. */
export function ruleIndex(): string {
  const rows = rules.map(
    ({ id, help }) =>
      `| [${id}](${id}.md) | ${presets.recommended[id] ?? '-'} | ${presets.strict[id] ?? '-'} | ${help.replaceAll('|', '\\|')} |`,
  );
  return `# Rules

Made from \`src/rules\`; \`npm run rule-pages\` writes them again.

| rule | recommended | strict | what to do |
|---|---|---|---|
${rows.join('\n')}
`;
}
