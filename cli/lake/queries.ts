import { Command } from "commander";
import { lakePackage } from "./package.ts";

const EXAMPLES = `
Examples:
  $ cumulog queries
  $ cumulog queries --json`;

/** `cumulog queries`: what can be asked by name. */
export function queriesCommand(): Command {
  return new Command("queries")
    .description("list the queries that ship, one line each")
    .option("--json", "print them as JSON", false)
    .addHelpText("after", EXAMPLES)
    .action(list);
}

async function list({ json }: { readonly json: boolean }): Promise<void> {
  const { namedQueries } = await lakePackage();
  const queries = namedQueries();
  if (json) {
    process.stdout.write(`${JSON.stringify(queries.map(({ template: _, ...query }) => query))}\n`);
    return;
  }
  const width = Math.max(...queries.map(({ name }) => name.length));
  for (const { name, title, parameters } of queries) {
    const given = parameters.map((one) =>
      one.default === undefined ? `${one.name}=…` : `[${one.name}=${one.default}]`,
    );
    process.stdout.write(
      `${name.padEnd(width)}  ${title}${given.length > 0 ? ` (${given.join(" ")})` : ""}\n`,
    );
  }
}
