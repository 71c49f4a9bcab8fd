/** One tag, as most services list them. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags by key, as they are kept. */
export type TagRecord = Readonly<Record<string, string>>;

/** A list of tags by key; of two with one key the later counts. */
export function tagRecord(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Tags by key as a list. */
export function tagList(tags: TagRecord | Iterable<readonly [string, string]>): Tag[] {
  const entries = Symbol.iterator in tags ? [...tags] : Object.entries(tags);
  return entries.map(([Key, Value]) => ({ Key, Value }));
}

/** Tags by key without some. */
export function withoutTags(tags: TagRecord, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** What a list of tags may lack: a service may say so of its own. */
interface ListedTag {
  readonly Key?: string | undefined;
}

/** A list of tags without some. */
export function tagsExcept<Listed extends ListedTag>(
  tags: readonly Listed[],
  keys: readonly (string | undefined)[],
): Listed[] {
  return tags.filter(({ Key }) => !keys.includes(Key));
}

/** A list of tags with others put over them. */
export function withTags<Listed extends ListedTag>(
  tags: readonly Listed[],
  more: readonly Listed[],
): Listed[] {
  return [
    ...tagsExcept(
      tags,
      more.map(({ Key }) => Key),
    ),
    ...more,
  ];
}
