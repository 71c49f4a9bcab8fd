import { HANDLERS, markdownTable } from "../lib/config/index.ts";

/** The page with the options of every handler, made of what checks them. */
export function handlerOptionsPage(): string {
  const sections = Object.entries(HANDLERS).map(
    ([type, { className, options }]) =>
      `## \`${className}\`, in a file \`type: ${type}\`\n\n${markdownTable(options)}`,
  );
  return `# Options of handlers

Every handler also takes \`level\` and \`formatter\`, and in code \`filter\`. This page is written by \`npm run schema\`, of what checks the options.

${sections.join("\n")}`;
}
