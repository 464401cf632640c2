/** A command with what may be completed behind it. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly FlagWords[];
}

export interface FlagWords {
  readonly name: string;
  readonly description: string;
  /** Its value is one or more operation ids, with commas between them. */
  readonly takesOperations: boolean;
}

/** A script for a shell. All words in it are Plumbline's own; operation ids are asked for when they are needed. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', commands: readonly CommandWords[]): string {
  return { bash, zsh, fish }[shell](commands);
}

function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) words="${flags.map((flag) => flag.name).join(' ')}" ;;`,
  );
  return `_plumbline_operations() {
  local word file=""
  for word in "\${COMP_WORDS[@]:2}"; do
    case "$word" in *.yaml|*.yml|*.json) file="$word"; break ;; esac
  done
  plumbline operations \${file:+"$file"} 2>/dev/null
}
_plumbline() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    ${operationFlags(commands).join('|')})
      local before="" operation
      case "$current" in *,*) before="\${current%,*}," ;; esac
      while read -r operation; do
        case "$operation" in "\${current##*,}"*) COMPREPLY+=("$before$operation") ;; esac
      done < <(_plumbline_operations)
      return ;;
  esac
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
    const specifications = flags.map((flag) => {
      const value = flag.takesOperations ? ':operations:_plumbline_operations' : '';
      return quoted(`${flag.name}[${flag.description.replaceAll(/[[\]:]/g, ' ')}]${value}`);
    });
    return `    ${name}) _arguments ${specifications.join(' ')} '*:file:_files' ;;`;
  });
  return `#compdef plumbline
_plumbline_operations() {
  local file=\${words[(r)*.(yaml|yml|json)]}
  local -a operations=(\${(f)"$(plumbline operations \${file:+$file} 2>/dev/null)"})
  compset -P '*,'
  compadd -a operations
}
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
        `complete -c plumbline -n '__fish_seen_subcommand_from ${name}' -l ${flag.name.slice(2)}${flag.takesOperations ? " -x -a '(__plumbline_operations)'" : ''} -d ${quoted(flag.description)}`,
    ),
  );
  const operations = `function __plumbline_operations
  set -l files (commandline -opc | string match -r '\\S+\\.(?:ya?ml|json)$')
  plumbline operations $files[1] 2>/dev/null
end`;
  return `${[operations, ...names, ...flags].join('\n')}\n`;
}

function operationFlags(commands: readonly CommandWords[]): readonly string[] {
  const names = commands.flatMap(({ flags }) =>
    flags.filter(({ takesOperations }) => takesOperations).map(({ name }) => name),
  );
  return [...new Set(names)];
}

/** A word that no shell reads anything into. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’').replaceAll('\\', '')}'`;
}
