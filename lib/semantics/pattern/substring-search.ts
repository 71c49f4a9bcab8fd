/** As few needles as this are found faster one by one. */
const FEW_NEEDLES = 3;
/** Entries of the automaton's table; with more, needles are looked for one by one. */
const LARGEST_TABLE = 1 << 20;

/** Finds which of many texts occur in another, in one pass: the automaton of Aho and Corasick with all its steps filled in. */
export class SubstringSearch<Found> {
  readonly #needles = new Map<string, Found[]>();
  #automaton: Automaton<Found> | undefined;
  #isBuilt = false;

  get size(): number {
    return this.#needles.size;
  }

  /** @param needle not empty */
  add(needle: string, found: Found): void {
    const known = this.#needles.get(needle);
    if (known === undefined) this.#needles.set(needle, [found]);
    else known.push(found);
    this.#isBuilt = false;
  }

  /** What was added under the needles that occur in the text; more than once for a needle that occurs again. */
  search(text: string): readonly (readonly Found[])[] {
    if (!this.#isBuilt) {
      this.#automaton = this.#needles.size > FEW_NEEDLES ? buildAutomaton(this.#needles) : undefined;
      this.#isBuilt = true;
    }
    return this.#automaton === undefined ? searchEach(this.#needles, text) : run(this.#automaton, text);
  }
}

interface Automaton<Found> {
  /** With what every needle begins: nothing is found before the next place where it stands. */
  readonly prefix: string;
  /** Class of each character code; 0 for those in no needle, as for codes beyond the end. */
  readonly classes: Uint16Array;
  /**
   * The state after a state and a class, each state already times the number of classes. Class 0, which leads back to the
   * start from anywhere, has the place of the state's output instead.
   */
  readonly steps: Int32Array;
  /** What is found in a state; nothing at 0. */
  readonly outputs: readonly (readonly Found[])[];
}

const NOTHING: readonly never[] = [];

function searchEach<Found>(
  needles: ReadonlyMap<string, Found[]>,
  text: string,
): readonly (readonly Found[])[] {
  let all: (readonly Found[])[] | undefined;
  for (const [needle, found] of needles) if (text.includes(needle)) all = added(all, found);
  return all ?? NOTHING;
}

function added<Found>(all: (readonly Found[])[] | undefined, found: readonly Found[]): (readonly Found[])[] {
  if (all === undefined) return [found];
  all.push(found);
  return all;
}

function run<Found>(
  { prefix, classes, steps, outputs }: Automaton<Found>,
  text: string,
): readonly (readonly Found[])[] {
  const known = classes.length;
  let all: (readonly Found[])[] | undefined;
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    if (state === 0 && prefix !== "") {
      at = text.indexOf(prefix, at);
      if (at === -1) break;
    }
    const code = text.charCodeAt(at);
    const kind = code < known ? (classes[code] as number) : 0;
    if (kind === 0) {
      state = 0;
      continue;
    }
    state = steps[state + kind] as number;
    const output = steps[state] as number;
    if (output !== 0) all = added(all, outputs[output] as readonly Found[]);
  }
  return all ?? NOTHING;
}

function buildAutomaton<Found>(needles: ReadonlyMap<string, readonly Found[]>): Automaton<Found> | undefined {
  const codes = [...new Set([...needles.keys()].flatMap((needle) => unitsOf(needle)))];
  const width = codes.length + 1;
  const stateBound = [...needles.keys()].reduce((sum, needle) => sum + needle.length, 1);
  if (stateBound * width > LARGEST_TABLE) return undefined;
  const classes = new Uint16Array(codes.reduce((most, code) => Math.max(most, code), 0) + 1);
  for (const [index, code] of codes.entries()) classes[code] = index + 1;
  const steps = new Int32Array(stateBound * width);
  const outputs: (readonly Found[] | undefined)[] = Array.from({ length: stateBound });
  let states = 1;
  for (const [needle, found] of needles) {
    let state = 0;
    for (const code of unitsOf(needle)) {
      const step = state * width + (classes[code] as number);
      if (steps[step] === 0) steps[step] = width * states++;
      state = (steps[step] as number) / width;
    }
    outputs[state] = found;
  }
  fillSteps(steps, outputs, width);
  const found: (readonly Found[])[] = [NOTHING];
  for (const [state, output] of outputs.entries())
    if (output !== undefined) steps[state * width] = found.push(output) - 1;
  return { prefix: commonPrefix([...needles.keys()]), classes, steps, outputs: found };
}

/** Goes through the states by their depth: where the trie ends, go on from the longest suffix that is in it. */
function fillSteps<Found>(steps: Int32Array, outputs: (readonly Found[] | undefined)[], width: number): void {
  const suffixes = new Int32Array(outputs.length);
  const queue: number[] = [];
  for (let kind = 1; kind < width; kind++) {
    const next = (steps[kind] as number) / width;
    if (next !== 0) queue.push(next);
  }
  for (const state of queue) {
    const suffix = suffixes[state] as number;
    const inherited = outputs[suffix];
    if (inherited !== undefined) outputs[state] = [...(outputs[state] ?? []), ...inherited];
    for (let kind = 1; kind < width; kind++) {
      const step = state * width + kind;
      const fallback = steps[suffix * width + kind] as number;
      if (steps[step] === 0) steps[step] = fallback;
      else {
        const next = (steps[step] as number) / width;
        suffixes[next] = fallback / width;
        queue.push(next);
      }
    }
  }
}

function commonPrefix([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
