/** Templates may write truth values as texts. */
export const truth = (value: unknown): boolean => value === true || value === "true";
