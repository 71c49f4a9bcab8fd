/** What is said of a value wherever it is described: in a page, in an editor that reads the JSON Schema. */
export interface Described {
  readonly description?: string;
  /** What stands in for a value that is left out, in words. */
  readonly default?: string;
  /** Must be given. */
  readonly required?: true;
  /** Is never repeated in a message. */
  readonly secret?: true;
  /** Where the option exists, if not everywhere: values that no file can hold, or that only a file needs. */
  readonly only?: "code" | "file";
}

/** Members of an object by name. */
export type Members = Readonly<Record<string, Shape>>;

/** Which texts are taken. */
export interface TextRules {
  readonly pattern?: RegExp;
  /** A rule that is no pattern. */
  readonly test?: (text: string) => boolean;
  /** What is taken, in words. @default "a text" */
  readonly allowed?: string;
  readonly mayBeEmpty?: true;
}

type Kind =
  | ({ readonly kind: "text" } & TextRules)
  | { readonly kind: "whole"; readonly least: number; readonly most?: number }
  | { readonly kind: "share" }
  | { readonly kind: "flag" }
  | { readonly kind: "level" }
  | { readonly kind: "choice"; readonly of: readonly (string | number)[] }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "map"; readonly of: Shape; readonly allowed?: string }
  | { readonly kind: "object"; readonly members: Members; readonly allowed?: string }
  | { readonly kind: "either"; readonly of: readonly Shape[]; readonly allowed: string }
  /** An object whose member `type` says which of several it is. */
  | { readonly kind: "variants"; readonly of: Readonly<Record<string, Members>> }
  /** A value of the program: a function, a stream. */
  | { readonly kind: "program"; readonly allowed: string; accepts(value: unknown): boolean };

/**
 * The description of a value. Checks, messages, the JSON Schema and the tables of the documentation are made of it.
 */
export type Shape = Kind & Described & { readonly rules: Rules };

/** One thing that is wrong with a value. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  /** What is taken instead, or what is wrong, as a sentence without the path. */
  readonly message: string;
  /** What stands there, in a few words; undefined when it must not be repeated or the message says it. */
  readonly given?: string | undefined;
  /** What is taken instead; undefined when the message says it. */
  readonly allowed?: string | undefined;
}

/** Where the values come from: options that a program gives, or a file. */
export type Source = "code" | "file";

/** What a kind of shape takes; each shape carries its own, so that a program bundles those that it uses. */
export interface Rules {
  /** What is taken, in words that go on "use …" and "must be …". */
  words(shape: never): string;
  /** Everything that is wrong with a value, outermost first. */
  check(shape: never, value: unknown, source: Source, path: readonly PropertyKey[]): Mistake[];
}
