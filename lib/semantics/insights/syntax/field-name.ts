/** A name as it is written: parts joined by dots, each plain or in back-ticks; `@` may stand before back-ticks. */
export const FIELD_NAME = /(?:@?`[^`\n]*`|[@A-Za-z_][\w@]*)(?:\.(?:[\w@]+|`[^`\n]*`))*/y;
/** What follows a `)` or `]`, such as `.user.name`. */
export const MEMBER_NAME = /(?:\.(?:[\w@]+|`[^`\n]*`))+/y;

const PART = /@?`[^`\n]*`|[^.`]+/g;

/** The parts of a written name, without back-ticks. */
export function partsOf(text: string): string[] {
  return [...text.matchAll(PART)].map(([part]) => part.replaceAll("`", ""));
}
