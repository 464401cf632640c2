/** A command with what may be completed behind it. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly { readonly name: string; readonly description: string }[];
}

/** A script for a shell. All words are Plumbline's own. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', commands: readonly CommandWords[]): string {
  return { bash, zsh, fish }[shell](commands);
}

function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) words="${flags.map((flag) => flag.name).join(' ')}" ;;`,
  );
  return `_plumbline() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _plumbline plumbline
`;
}

function zsh(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, flags }) => {
    const specifications = flags.map((flag) =>
      quoted(`${flag.name}[${flag.description.replaceAll(/[[\]:]/g, ' ')}]`),
    );
    return `    ${name}) _arguments ${specifications.join(' ')} '*:file:_files' ;;`;
  });
  return `#compdef plumbline
_plumbline() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "\${words[2]}" in
${cases.join('\n')}
  esac
}
compdef _plumbline plumbline
`;
}

function fish(commands: readonly CommandWords[]): string {
  const names = commands.map(
    ({ name, summary }) =>
      `complete -c plumbline -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
  );
  const flags = commands.flatMap(({ name, flags }) =>
    flags.map(
      (flag) =>
        `complete -c plumbline -n '__fish_seen_subcommand_from ${name}' -l ${flag.name.slice(2)} -d ${quoted(flag.description)}`,
    ),
  );
  return `${[...names, ...flags].join('\n')}\n`;
}

/** A word that no shell reads anything into. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’').replaceAll('\\', '')}'`;
}
