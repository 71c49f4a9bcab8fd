import { Argument, Command } from "commander";

const HELP = `
Examples:
  $ cumulog completion bash > ~/.local/share/bash-completion/completions/cumulog
  $ cumulog completion zsh > "\${fpath[1]}/_cumulog"
  $ cumulog completion fish > ~/.config/fish/completions/cumulog.fish`;

/** `cumulog completion`: scripts for shells, of all commands. */
export function completionCommand(loadAll: () => Promise<Command[]>): Command {
  return new Command("completion")
    .description("print the script that completes cumulog's commands and options in a shell")
    .addArgument(new Argument("<shell>", "shell").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", HELP)
    .action(async (shell: "bash" | "zsh" | "fish") => {
      const [{ SCRIPTS }, { completedCommands }] = await Promise.all([
        import("./scripts.ts"),
        import("./completed-commands.ts"),
      ]);
      process.stdout.write(SCRIPTS[shell](completedCommands(await loadAll())));
    });
}
