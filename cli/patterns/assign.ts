import { continuesEvent, readTexts, TemplateMiner } from "cumulog/analysis";

const LINES_A_WRITE = 5_000;
/** More than a miner of a group keeps: each line has to have an id in the end, and nothing is stored. */
const MAX_TEMPLATES = 5_000;

/** Prints one template id for every line, in order. All lines are read first: later ones show what varies in earlier ones. */
export async function assignTemplates(path: string, json: boolean, signal: AbortSignal): Promise<void> {
  const miner = new TemplateMiner({ maxTemplates: MAX_TEMPLATES });
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  const assigned: number[] = [];
  const numberOf = (id: string): number => {
    let number = numbers.get(id);
    if (number === undefined) {
      number = ids.push(id) - 1;
      numbers.set(id, number);
    }
    return number;
  };
  for await (const lines of readTexts(path)) {
    signal.throwIfAborted();
    for (const { text, line } of lines) {
      // A line of megabytes comes in parts.
      if (line === assigned.length) continue;
      // Empty lines are left out by the reader.
      while (assigned.length < line - 1) assigned.push(numberOf(miner.add("")));
      const goesOn = assigned.length > 0 && continuesEvent(text);
      assigned.push(goesOn ? assigned.at(-1)! : numberOf(miner.add(text)));
    }
  }
  const resolved = ids.map((id) => miner.resolve(id));
  const texts = new Map(miner.templates().map(({ id, text }) => [id, text]));
  const lineOf = (number: number): string => {
    const id = resolved[number]!;
    return json ? JSON.stringify({ id, pattern: texts.get(id) ?? null }) : id;
  };
  const shown = ids.map((_, number) => lineOf(number));
  for (let start = 0; start < assigned.length; start += LINES_A_WRITE) {
    signal.throwIfAborted();
    const part = assigned.slice(start, start + LINES_A_WRITE);
    const text = part.map((number) => `${shown[number]}\n`).join("");
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}
