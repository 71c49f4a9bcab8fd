import type { ServiceError } from "../service-error.ts";

/** How a service words what its model refuses. */
export interface ValidationWording {
  /** Code of an input that breaks a constraint. @default "ValidationException" */
  readonly code?: string;
  /** Codes of operations that have another. @default {@link code} for all */
  readonly codeOf?: (operation: string) => string | undefined;
  /** Shapes whose values, also in lists, the service leaves out of its messages. @default those the model calls sensitive */
  readonly withheld?: readonly string[];
  /**
   * Shapes that the service checks by itself, with words of its own: of them, and of all in them, the model says no more
   * than the types.
   *
   * @default none
   */
  readonly ownWords?: readonly string[];
  /** Values in the order in which the service names them, by their shape. @default the model's */
  readonly valueOrder?: Readonly<Record<string, readonly string[]>>;
  /** What the service refuses before its model; the input's types are not checked yet. @default nothing */
  readonly first?: (input: Readonly<Record<string, unknown>>) => void;
  /**
   * The error of a service that has its own for members that are missing.
   *
   * @param path as it is in the input, for example `"Entries.1.Id"`
   * @default the constraint "Member must not be null"
   */
  readonly missing?: (path: string, operation: string) => ServiceError | undefined;
}
