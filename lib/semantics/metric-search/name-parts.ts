/** Parts of a name: words that begin with a capital letter, words in capitals, and numbers. */
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{Nd}+/gu;

interface Part {
  readonly text: string;
  /** Whether other parts stand directly beside it. */
  readonly isCompound: boolean;
}

function partsOf(text: string): Part[] {
  return text.split(/[^\p{L}\p{Nd}]+/u).flatMap((word) => {
    const found = word.match(PART) ?? [];
    return found.map((part) => ({ text: part, isCompound: found.length > 1 }));
  });
}

const wholeOf = (text: string): string => text.replaceAll(/[^\p{L}\p{Nd}]/gu, "").toLowerCase();

/**
 * Whether a term of a search that has no quotes is found in a name: as a whole, or as parts that follow each other. Case counts
 * between parts that nothing divides.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function partialMatcher(term: string): (name: string) => boolean {
  const [whole, parts] = [wholeOf(term), partsOf(term)];
  if (parts.length === 0) return () => false;
  const isFoundAt = (names: readonly Part[], start: number): boolean =>
    parts.every(({ text, isCompound }, index) => {
      const name = names[start + index]?.text;
      return name !== undefined && (isCompound ? name === text : name.toLowerCase() === text.toLowerCase());
    });
  return (name) => {
    if (wholeOf(name) === whole) return true;
    const names = partsOf(name);
    return names.some((_, start) => isFoundAt(names, start));
  };
}
