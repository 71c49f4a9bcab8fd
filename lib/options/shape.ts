import {
  CHOICE,
  EITHER,
  FLAG,
  LEVEL,
  LIST,
  MAP,
  OBJECT,
  PROGRAM,
  SHARE,
  TEXT,
  VARIANTS,
  WHOLE,
} from "./kinds.ts";
import type { Described, Members, Shape, TextRules } from "./shape-types.ts";

export type { Described, Members, Shape, TextRules } from "./shape-types.ts";

/** A text of one character or more. */
export const text = (described: Described & TextRules = {}): Shape => ({
  kind: "text",
  rules: TEXT,
  ...described,
});

/** A whole number from `least` to `most`. */
export const whole = (least: number, described: Described & { most?: number } = {}): Shape => ({
  kind: "whole",
  rules: WHOLE,
  least,
  ...described,
});

/** A number from 0 to 1. */
export const share = (described: Described = {}): Shape => ({ kind: "share", rules: SHARE, ...described });

/** True or false. */
export const flag = (described: Described = {}): Shape => ({ kind: "flag", rules: FLAG, ...described });

/** A level: a name, an alias in any case, or a number as pino counts. */
export const level = (described: Described = {}): Shape => ({ kind: "level", rules: LEVEL, ...described });

/** One of some texts or numbers. */
export const choice = (of: readonly (string | number)[], described: Described = {}): Shape => ({
  kind: "choice",
  rules: CHOICE,
  of,
  ...described,
});

/** A list of values of one shape. */
export const list = (of: Shape, described: Described = {}): Shape => ({
  kind: "list",
  rules: LIST,
  of,
  ...described,
});

/** Values of one shape by names of the user's choice. */
export const map = (of: Shape, described: Described & { allowed?: string } = {}): Shape => ({
  kind: "map",
  rules: MAP,
  of,
  ...described,
});

/** An object that has these members and no others. */
export const object = (members: Members, described: Described & { allowed?: string } = {}): Shape => ({
  kind: "object",
  rules: OBJECT,
  members,
  ...described,
});

/** A value of one of several shapes. */
export const either = (of: readonly Shape[], allowed: string, described: Described = {}): Shape => ({
  kind: "either",
  rules: EITHER,
  of,
  allowed,
  ...described,
});

/** An object that is one of several, by its member `type`. */
export const variants = (of: Readonly<Record<string, Members>>, described: Described = {}): Shape => ({
  kind: "variants",
  rules: VARIANTS,
  of,
  ...described,
});

/** A value that only a program can give. */
export const program = (
  allowed: string,
  accepts: (value: unknown) => boolean,
  described: Described = {},
): Shape => ({ kind: "program", rules: PROGRAM, allowed, accepts, only: "code", ...described });
