import type { Command } from "commander";

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** Its name and those of the commands above, without `cumulog`; empty for `cumulog` itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly flag: string; readonly description: string }[];
}

/** Commands, and those below them, with what can follow each. */
export function completedCommands(loaded: readonly Command[]): CompletedCommand[] {
  const top: CompletedCommand = {
    path: [],
    description: "",
    commands: loaded.map(namesOf),
    options: [
      { flag: "--help", description: "show help" },
      { flag: "--version", description: "show the version" },
    ],
  };
  return [top, ...loaded.flatMap((command) => completed(command, []))];
}

function completed(command: Command, above: readonly string[]): CompletedCommand[] {
  const path = [...above, command.name()];
  const options = command.options
    .filter(({ hidden, long }) => !hidden && long)
    .map(({ long, description }) => ({ flag: long!, description }));
  return [
    {
      path,
      description: command.description(),
      commands: command.commands.map(namesOf),
      options: [...options, { flag: "--help", description: "show help" }],
    },
    ...command.commands.flatMap((below) => completed(below, path)),
  ];
}

function namesOf(command: Command): { name: string; description: string } {
  return { name: command.name(), description: command.description() };
}
