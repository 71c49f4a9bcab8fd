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
export type Shape = Kind & Described;

/** A text of one character or more. */
export const text = (described: Described & TextRules = {}): Shape => ({
  kind: "text",
  ...described,
});

/** A whole number from `least` to `most`. */
export const whole = (least: number, described: Described & { most?: number } = {}): Shape => ({
  kind: "whole",
  least,
  ...described,
});

/** A number from 0 to 1. */
export const share = (described: Described = {}): Shape => ({ kind: "share", ...described });

/** True or false. */
export const flag = (described: Described = {}): Shape => ({ kind: "flag", ...described });

/** A level: a name, an alias in any case, or a number as pino counts. */
export const level = (described: Described = {}): Shape => ({ kind: "level", ...described });

/** One of some texts or numbers. */
export const choice = (of: readonly (string | number)[], described: Described = {}): Shape => ({
  kind: "choice",
  of,
  ...described,
});

/** A list of values of one shape. */
export const list = (of: Shape, described: Described = {}): Shape => ({ kind: "list", of, ...described });

/** Values of one shape by names of the user's choice. */
export const map = (of: Shape, described: Described & { allowed?: string } = {}): Shape => ({
  kind: "map",
  of,
  ...described,
});

/** An object that has these members and no others. */
export const object = (members: Members, described: Described & { allowed?: string } = {}): Shape => ({
  kind: "object",
  members,
  ...described,
});

/** A value of one of several shapes. */
export const either = (of: readonly Shape[], allowed: string, described: Described = {}): Shape => ({
  kind: "either",
  of,
  allowed,
  ...described,
});

/** An object that is one of several, by its member `type`. */
export const variants = (of: Readonly<Record<string, Members>>, described: Described = {}): Shape => ({
  kind: "variants",
  of,
  ...described,
});

/** A value that only a program can give. */
export const program = (
  allowed: string,
  accepts: (value: unknown) => boolean,
  described: Described = {},
): Shape => ({ kind: "program", allowed, accepts, only: "code", ...described });
