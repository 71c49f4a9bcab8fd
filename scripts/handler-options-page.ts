import { HANDLER_OPTIONS, markdownTable } from "../lib/config/index.ts";

const CLASSES: Readonly<Record<keyof typeof HANDLER_OPTIONS, string>> = {
  cloudwatch: "CloudWatchHandler",
  "cloud-logging": "CloudLoggingHandler",
  opensearch: "OpenSearchHandler",
  stdout: "StdoutHandler",
  file: "FileHandler",
  memory: "MemoryHandler",
};

/** The page with the options of every handler, made of what checks them. */
export function handlerOptionsPage(): string {
  const sections = Object.entries(HANDLER_OPTIONS).map(
    ([type, members]) =>
      `## \`${CLASSES[type as keyof typeof CLASSES]}\`, in a file \`type: ${type}\`\n\n${markdownTable(members)}`,
  );
  return `# Options of handlers

Every handler also takes \`level\` and \`formatter\`, and in code \`filter\`. This page is written by \`npm run schema\`, of what checks the options.

${sections.join("\n")}`;
}
