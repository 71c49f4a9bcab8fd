import { allowed } from "./check-shape.ts";
import type { Members, Shape } from "./shape.ts";

/** The options as the table of a page: name, what is taken, what it does and its default. */
export function markdownTable(members: Members): string {
  const rows = Object.entries(members).map(
    ([name, shape]) =>
      `| \`${name}\`${notes(shape)} | ${cell(allowed(shape))} | ${cell(shape.description ?? "")} | ${cell(shape.required ? "must be given" : (shape.default ?? "none"))} |`,
  );
  return ["| option | takes | | default |", "|---|---|---|---|", ...rows, ""].join("\n");
}

const notes = ({ only }: Shape): string => (only === "code" ? " (in code)" : "");
const cell = (text: string): string => text.replaceAll("|", "\\|");
