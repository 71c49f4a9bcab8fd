import type { CompletedCommand } from "./completed-commands.ts";

/** The scripts of the shells, of the commands that they complete. Files are completed everywhere else. */
export const SCRIPTS = { bash, zsh, fish } as const;

const wordsOf = ({ commands, options }: CompletedCommand): string =>
  [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)].join(" ");

function bash(commands: readonly CompletedCommand[]): string {
  const cases = commands
    .map((command) => `    "${command.path.join(" ")}") words="${wordsOf(command)}" ;;`)
    .join("\n");
  return `# bash completion of cumulog
_cumulog() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${pathsOf(commands)} " in
      *" \${path:+$path/}$word "*) path="\${path:+$path/}$word" ;;
    esac
  done
  case "\${path//\\// }" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _cumulog cumulog
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const cases = commands
    .map((command) => {
      const described = [
        ...command.commands.map(({ name, description }) => `${name}:${description}`),
        ...command.options.map(({ flag, description }) => `${flag}:${description}`),
      ].map((text) => quoted(text.replaceAll(/\s+/g, " ")));
      return `    ${quoted(command.path.join(" "))}) words=(${described.join(" ")}) ;;`;
    })
    .join("\n");
  return `#compdef cumulog
_cumulog() {
  local path_ word
  local -a words_ words
  words_=("\${(@)words[2,CURRENT-1]}")
  local current_words=("\${words_[@]}")
  for word in "\${current_words[@]}"; do
    case " ${pathsOf(commands)} " in
      *" \${path_:+$path_/}$word "*) path_="\${path_:+$path_/}$word" ;;
    esac
  done
  words=()
  case "\${path_//\\// }" in
${cases}
  esac
  _describe 'cumulog' words || _files
}
compdef _cumulog cumulog
`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const condition = `-n ${quoted(`__cumulog_at ${quoted(command.path.join(" "))}`)}`;
    return [
      ...command.commands.map(
        ({ name, description }) => `complete -c cumulog ${condition} -f -a ${name} -d ${quoted(description)}`,
      ),
      ...command.options.map(
        ({ flag, description }) =>
          `complete -c cumulog ${condition} -l ${flag.slice(2)} -d ${quoted(description)}`,
      ),
    ];
  });
  return `# fish completion of cumulog
function __cumulog_at
  set -l path
  for word in (commandline -opc)[2..-1]
    set -l longer (string join / $path $word)
    if contains -- $longer ${pathsOf(commands)}
      set path $longer
    end
  end
  test (string replace -a / ' ' -- "$path") = "$argv[1]"
end
${lines.join("\n")}
`;
}

/** Paths of all commands below `cumulog`, with slashes, as words. */
function pathsOf(commands: readonly CompletedCommand[]): string {
  return commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => path.join("/"))
    .join(" ");
}

/** A word in single quotes, for all three shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "’")}'`;
}
